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

  /** Adds that a part of an error was left out of the response, and why. */
  addLoss(part: "header" | "member", name: string, why: string, cause?: unknown): void {
    const quoted = JSON.stringify(name.slice(0, maximumName));
    const message = `The ${part} ${quoted} was left out of the response: ${why}.`;
    this.add(new TypeError(message, { cause }));
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

const maximumName = 100;

const none: readonly unknown[] = /* @__PURE__ */ Object.freeze([]);
