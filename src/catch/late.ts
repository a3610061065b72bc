/** Hears of whatever fails after its request was answered. */
export type LateListener = (thrown: unknown) => void;

const listeners = new WeakMap<object, LateListener>();

/** Lets the error middleware hear of later failures of a request that it has dealt with. */
export function listenForLate(req: object, listener: LateListener): void {
  listeners.set(req, listener);
}

/**
 * Reports a failure of a request that was dealt with already; tells whether it was. Express has run out of error
 * middleware by then, and its own last resort would cut the keep-alive connection.
 */
export function reportLate(req: object, thrown: unknown): boolean {
  const listener = listeners.get(req);
  listener?.(thrown);
  return listener !== undefined;
}
