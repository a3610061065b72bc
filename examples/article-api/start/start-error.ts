/** An error at startup whose message tells the user what to change; it is printed without a stack. */
export class StartError extends Error {
  override readonly name = "StartError";
}
