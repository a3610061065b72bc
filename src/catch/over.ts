const over = new WeakSet<object>();

/** Marks a failure that ended its handler, which therefore sends nothing more. Returns the failure. */
export function markOver<Failure extends Error>(failure: Failure): Failure {
  over.add(failure);
  return failure;
}

/** Tells whether the handler of a failure is known to be over; one that called `next` itself may go on. */
export function isOver(failure: unknown): boolean {
  return typeof failure === "object" && failure !== null && over.has(failure);
}
