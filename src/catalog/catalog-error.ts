import { HttpError, type HttpErrorOptions } from "../errors/http-error.ts";

/** What a catalog's error carries besides what every HttpError does. */
export interface CatalogErrorOptions<Data> extends HttpErrorOptions {
  /** The public data, as the schema gave it. */
  readonly data: Data | undefined;
  /** What was wrong with the throw itself. */
  readonly failures: readonly unknown[];
}

/**
 * An error that a factory of `defineErrors` made. Its text is public at any status, for it is made of public data.
 */
export class CatalogError<Code extends string, Status extends number, Data> extends HttpError {
  declare readonly code: Code;
  declare readonly status: Status;
  /** The public members; undefined when the code declares none, or when those given did not fit the schema. */
  declare readonly data: Data | undefined;
  /** The programming errors in the throw, for the record: data that does not fit, a `detail` that throws. */
  declare readonly failures: readonly unknown[];

  constructor(
    status: Status,
    message: string | undefined,
    options: CatalogErrorOptions<Data> & { readonly code: Code; readonly expose: true },
  ) {
    super(status, message, options);
    this.data = options.data;
    this.failures = options.failures;
  }

  static {
    const inherited = Object.getOwnPropertyDescriptor(HttpError.prototype, "name");
    Object.defineProperty(this.prototype, "name", {
      ...inherited,
      get(this: { readonly code?: string; readonly constructor: { readonly name: string } }) {
        // The prototype itself has none, and may be asked as well.
        return this.code === undefined ? this.constructor.name : toName(this.code);
      },
    });
  }
}

/** `article_not_found` is an ArticleNotFoundError, as the classes are named. */
function toName(code: string): string {
  const words = code.split("_").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join("").replace(/Error$/, "")}Error`;
}
