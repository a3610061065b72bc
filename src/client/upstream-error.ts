import type { HttpError } from "../errors/http-error.ts";

/** Marks an HttpError for every copy of this package. */
const brand = Symbol.for("express-backstop.HttpError");

/**
 * An HttpError that does not extend the class: it has the symbol that `isHttpError` and `instanceof HttpError` check.
 * The class would add the table of all statuses to the code that a browser loads.
 */
export class UpstreamError extends Error implements HttpError {
  declare readonly status: number;
  declare readonly code: string;
  declare readonly title: string;
  declare readonly expose: boolean;
  declare readonly context: Readonly<Record<string, unknown>>;

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
    // On the prototype, because super() writes the first line of the stack.
    this.prototype.name = "UpstreamError";
  }
}
