/** A reason not to start that the person at the terminal can do something about. */
export class StartError extends Error {
  override readonly name: string = "StartError";
}
