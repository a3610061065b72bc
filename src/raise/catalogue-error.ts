import { HttpError, type HttpErrorOptions } from "./http-error.ts";

/** What a catalogue's error carries besides what every HttpError does. */
export interface CatalogueErrorOptions<Data> extends HttpErrorOptions {
  /** The public data, as the schema gave it. */
  readonly data: Data | undefined;
  /** What was wrong with the throw itself. */
  readonly failures: readonly Error[];
}

/**
 * An error that a factory of `defineErrors` made. Its text is public at any status, for it is made of public data.
 */
export class CatalogueError<Code extends string, Status extends number, Data> extends HttpError {
  declare readonly code: Code;
  declare readonly status: Status;
  /** The public members; undefined when the code declares none, or when those given did not fit the schema. */
  readonly data: Data | undefined;
  /** The programming errors in the throw, for the record: data that does not fit, a `detail` that throws. */
  readonly failures: readonly Error[];

  constructor(
    status: Status,
    message: string | undefined,
    { data, failures, ...options }: CatalogueErrorOptions<Data> & { readonly code: Code },
  ) {
    super(status, message, { ...options, expose: true });
    this.data = data;
    this.failures = failures;
    this.name = toName(options.code);
  }
}

/** `article_not_found` is an ArticleNotFoundError, as the classes are named. */
function toName(code: string): string {
  const words = code.split("_").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join("").replace(/Error$/, "")}Error`;
}
