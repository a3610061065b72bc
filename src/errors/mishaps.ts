/**
 * Collects what else fails while one failure is handled, for the record: a mapper, a serializer, a write. It is
 * passed along, so that no step has to stop for the error of another.
 */
export class Mishaps {
  /** The errors, in the order in which they happened; empty for almost every failure. */
  errors: readonly unknown[] = none;

  /** Adds an error. */
  add(error: unknown): void {
    this.errors = [...this.errors, error];
  }

  /** Returns the result of a step; undefined when the step throws, and then its error is a mishap. */
  attempt<Result>(step: () => Result): Result | undefined {
    try {
      return step();
    } catch (error) {
      this.add(error);
      return undefined;
    }
  }
}

const none: readonly unknown[] = Object.freeze([]);
