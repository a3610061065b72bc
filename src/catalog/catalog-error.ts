import { HttpError, type HttpErrorOptions } from "../errors/http-error.ts";
import { toPascalCase } from "./pascal-case.ts";
import type { RetryAdvice } from "./retry.ts";

/** The options of a `CatalogError`. */
export interface CatalogErrorOptions<Data> extends HttpErrorOptions {
  /** The public data, as the schema returned it. */
  readonly data: Data | undefined;
  /** The programming errors in the call that created the error. */
  readonly failures: readonly unknown[];
  /** The declared retry advice. Default: it follows from the status. */
  readonly retry?: RetryAdvice | undefined;
  /** The declared advice for the client. Default: none. */
  readonly fix?: string | undefined;
  /** The declared address of a page about the error. Default: none. */
  readonly docs?: string | undefined;
}

/**
 * An error of a catalog, created by a factory of `defineErrors`. The client receives its message at any status, because
 * the message is built from public data only.
 */
export class CatalogError<Code extends string, Status extends number, Data> extends HttpError {
  /** The stable code, such as `article_not_found`. */
  declare readonly code: Code;
  /** The HTTP status. */
  declare readonly status: Status;
  /** The public members. Undefined if the code declares none, or if the data did not fit the schema. */
  declare readonly data: Data | undefined;
  /** The programming errors in the call, for reporters: data that does not fit the schema, or a `detail` that throws. */
  declare readonly failures: readonly unknown[];
  /** Whether the same request may succeed later, as declared. Absent: it follows from the status. */
  declare readonly retry?: RetryAdvice | undefined;
  /** The declared advice for the client. Absent: nothing is declared. */
  declare readonly fix?: string | undefined;
  /** The address of a page about the error, as declared. Absent: none is declared. */
  declare readonly docs?: string | undefined;

  constructor(
    status: Status,
    message: string | undefined,
    options: CatalogErrorOptions<Data> & { readonly code: Code; readonly expose: true },
  ) {
    super(status, message, options);
    this.data = options.data;
    this.failures = options.failures;
    if (options.retry !== undefined) this.retry = options.retry;
    if (options.fix !== undefined) this.fix = options.fix;
    if (options.docs !== undefined) this.docs = options.docs;
  }
}

/** Names the errors by their codes. A static block would do it too, but no bundler would drop the class then. */
export function nameByCode(): void {
  const inherited = Object.getOwnPropertyDescriptor(HttpError.prototype, "name");
  Object.defineProperty(CatalogError.prototype, "name", {
    ...inherited,
    get(this: { readonly code?: string; readonly constructor: { readonly name: string } }) {
      // The prototype has no code, and its name may be read as well.
      return this.code === undefined ? this.constructor.name : toName(this.code);
    },
  });
}

/** Names errors as the classes are named: `article_not_found` becomes `ArticleNotFoundError`. */
function toName(code: string): string {
  return `${toPascalCase(code.split("_")).replace(/Error$/, "")}Error`;
}
