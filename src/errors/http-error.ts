import { describeReceived } from "../misuse/check-options.ts";
import type { FieldError } from "./field-error.ts";
import { restoreStacks, suspendStacks, wantsStack } from "./stack.ts";
import { isErrorStatus, statusEntry } from "./status.ts";

/** Headers by name; a number is written as text, an array as one line each. */
export type ErrorHeaders = Readonly<Record<string, string | number | readonly string[]>>;

/** Members added to the problem; the names the format reserves do not compile. */
export type ProblemExtensions = Readonly<Record<string, unknown>> & {
  readonly [Name in ReservedMember]?: never;
};

/** The members of a problem that only the toolkit writes. */
export type ReservedMember =
  | "type"
  | "title"
  | "status"
  | "detail"
  | "instance"
  | "code"
  | "errors"
  | "errorCount"
  | "requestId"
  | "traceId"
  | "debug";

/** What an error may carry besides its status and message. */
export interface HttpErrorOptions extends ErrorOptions {
  /** The stable code, `[a-z][a-z0-9_]{2,62}`. Default: that of the status, such as `not_found`. */
  readonly code?: string | undefined;
  /** The constant title of the code. Default: that of the status. */
  readonly title?: string | undefined;
  /** What the problem's `type` begins with; the code follows. Default: what the error handler is told. */
  readonly typeBase?: string | undefined;
  /** Whether the client reads the message, as `detail`. Default: true below 500. */
  readonly expose?: boolean | undefined;
  /** Headers the answer must carry; framing headers and values HTTP forbids are dropped. Default: none. */
  readonly headers?: ErrorHeaders | undefined;
  /** The fields at fault. Default: none. */
  readonly errors?: readonly FieldError[] | undefined;
  /** How many fields are at fault when `errors` lists only the first. Default: the length of `errors`. */
  readonly errorCount?: number | undefined;
  /** Public members added to the problem (RFC 9457 §3.2). Default: none. */
  readonly extensions?: ProblemExtensions | undefined;
  /** Facts for the operator: they go to reports and never to the client. Default: none. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Whether the stack is captured, which takes longer than all else that an error costs. Default: true from 500 up,
   * and below unless NODE_ENV is `production`.
   */
  readonly stack?: boolean | undefined;
}

/** Marks our errors, so that a second copy of this package recognizes them; JSON cannot forge a symbol. */
const brand: unique symbol = Symbol.for("express-backstop.HttpError");

const noOptions: HttpErrorOptions = Object.freeze({});

const codePattern = /^[a-z][a-z0-9_]{2,62}$/;

/**
 * An error with an HTTP status, whose message is written for the client unless the status is 5xx.
 *
 * @param status An integer from 400 to 599.
 * @param message The problem's `detail`. Default: the title of the status.
 * @param options Code, headers, cause and the rest.
 *
 * @throws {RangeError} When the status is no integer from 400 to 599.
 * @throws {TypeError} When the code does not match `[a-z][a-z0-9_]{2,62}`.
 *
 * @example
 * throw new HttpError(409, "The article was changed meanwhile.", { code: "article_changed" });
 */
export class HttpError extends Error {
  declare readonly status: number;
  declare readonly code: string;
  declare readonly title: string;
  declare readonly typeBase: string | undefined;
  declare readonly expose: boolean;
  declare readonly headers: ErrorHeaders | undefined;
  declare readonly errors: readonly FieldError[] | undefined;
  declare readonly errorCount: number | undefined;
  declare readonly extensions: ProblemExtensions | undefined;
  declare readonly context: Readonly<Record<string, unknown>> | undefined;

  constructor(status: number, message?: string, options: HttpErrorOptions = noOptions) {
    checkStatus(status);
    const own = isPolluted() ? ownMembers(options) : options;
    const entry = statusEntry(status);
    const code = own.code ?? entry.code;
    if (code !== entry.code) checkCode(code);
    const title = own.title ?? entry.title;
    const limit = wantsStack(status, own.stack) ? undefined : suspendStacks();
    try {
      // Without options, so that Error takes no cause from a polluted prototype.
      super(
        message ?? title,
        Object.hasOwn(options, "cause") ? { cause: options.cause } : undefined,
      );
    } finally {
      restoreStacks(limit);
    }
    this.status = status;
    this.code = code;
    this.title = title;
    this.expose = own.expose ?? status < 500;
    if (options === noOptions) return;
    const { typeBase, headers, errors, errorCount, extensions, context } = own;
    if (typeBase !== undefined) this.typeBase = typeBase;
    if (headers !== undefined) this.headers = headers;
    if (errors !== undefined) this.errors = errors;
    if (errorCount !== undefined) this.errorCount = errorCount;
    if (extensions !== undefined) this.extensions = extensions;
    if (context !== undefined) this.context = context;
  }

  /** The status under the name that http-errors and Express's own handler read. */
  get statusCode(): number {
    return this.status;
  }

  static {
    Object.defineProperty(this.prototype, brand, { value: true });
    // On the prototype, so that the stack's first line, made inside super(), has the subclass's name too.
    Object.defineProperty(this.prototype, "name", {
      configurable: true,
      get(this: HttpError) {
        return this.constructor.name;
      },
      set(this: HttpError, name: string) {
        Object.defineProperty(this, "name", { value: name, configurable: true, writable: true });
      },
    });
  }
}

/**
 * Tells whether a value is an HttpError of any copy of this package.
 *
 * @example
 * if (isHttpError(error) && error.code === "article_not_found") return undefined;
 */
export function isHttpError(value: unknown): value is HttpError {
  try {
    return typeof value === "object" && value !== null && brand in value && value instanceof Error;
  } catch {
    // A proxy may throw at any question it is asked.
    return false;
  }
}

/** Tells whether a value is a code: `[a-z][a-z0-9_]{2,62}`. */
export function isCode(value: unknown): value is string {
  return typeof value === "string" && codePattern.test(value);
}

const everyObject = Object.prototype as HttpErrorOptions;

/** Tells whether something, such as a deep merge of hostile JSON, has given every object one of the options. */
function isPolluted(): boolean {
  return (
    everyObject.code !== undefined ||
    everyObject.title !== undefined ||
    everyObject.typeBase !== undefined ||
    everyObject.expose !== undefined ||
    everyObject.headers !== undefined ||
    everyObject.errors !== undefined ||
    everyObject.errorCount !== undefined ||
    everyObject.extensions !== undefined ||
    everyObject.context !== undefined ||
    everyObject.stack !== undefined
  );
}

function ownMembers(options: HttpErrorOptions): HttpErrorOptions {
  return Object.assign(Object.create(null), options) as HttpErrorOptions;
}

function checkStatus(status: number): void {
  if (isErrorStatus(status)) return;
  throw new RangeError(
    `HttpError: status must be an integer from 400 to 599, got ${describeReceived(status)}. Write for instance new HttpError(404).`,
  );
}

function checkCode(code: string): void {
  if (isCode(code)) return;
  throw new TypeError(
    `HttpError: code must match ${codePattern.source}, got ${describeReceived(code)}. Write for instance { code: "article_not_found" }.`,
  );
}
