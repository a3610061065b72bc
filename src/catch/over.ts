import type { Next } from "./next-once.ts";

let over: unknown;

/**
 * Hands Express a failure that ended its handler, which therefore sends nothing more. The error middleware runs before
 * this returns, unless another one before it makes it wait.
 */
export function passOver(next: Next, failure: Error): void {
  const outer = over;
  over = failure;
  try {
    next(failure);
  } finally {
    over = outer;
  }
}

/** Tells whether the handler of a failure is known to be over; one that called `next` itself may go on. */
export function isOver(failure: unknown): boolean {
  return failure === over;
}
