import type { HttpError } from "../errors/http-error.ts";

/** What makes an HttpError one, to every copy of this package. */
const brand = Symbol.for("express-backstop.HttpError");

/**
 * An HttpError by its brand alone, as one that a second copy of this package made: the class would bring the table of
 * all statuses into every page that reads a problem.
 */
export class UpstreamError extends Error implements HttpError {
  declare readonly status: number;
  declare readonly code: string;
  declare readonly title: string;
  declare readonly expose: boolean;
  declare readonly context: Readonly<Record<string, unknown>>;
  declare readonly typeBase: undefined;
  declare readonly headers: undefined;
  declare readonly errors: undefined;
  declare readonly errorCount: undefined;
  declare readonly extensions: undefined;

  constructor(
    message: string,
    members: Pick<HttpError, "status" | "code" | "title" | "expose" | "context">,
    options: ErrorOptions,
  ) {
    super(message, options);
    Object.assign(this, members);
  }

  get statusCode(): number {
    return this.status;
  }

  static {
    Object.defineProperty(this.prototype, brand, { value: true });
    // On the prototype, for the first line of the stack is made inside super().
    this.prototype.name = "UpstreamError";
  }
}
