/**
 * Collects the errors that occur while a failure is handled, for example in a mapper or a serializer. Each step
 * receives it, so that an error in one step does not prevent the next.
 */
export class Mishaps {
  /** The errors, in the order in which they happened; empty for almost every failure. */
  errors: readonly unknown[] = none;

  /** Adds an error. */
  add(error: unknown): void {
    this.errors = [...this.errors, error];
  }

  /** Returns the result of a step. If the step throws, adds its error to `errors` and returns undefined. */
  attempt<Result>(step: () => Result): Result | undefined {
    try {
      return step();
    } catch (error) {
      this.add(error);
      return undefined;
    }
  }
}

const none: readonly unknown[] = /* @__PURE__ */ Object.freeze([]);
