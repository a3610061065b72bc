import { unpolluted } from "../misuse/unpolluted.ts";
import { checkCode, checkStatus, checkType, messageMisuse } from "./check-error.ts";
import type { FieldError } from "./field-error.ts";
import { isCause } from "./is-cause.ts";
import { noteMistake } from "./note-mistake.ts";
import { optionCheck } from "./option-check.ts";
import type { ReservedMember } from "./reserved-members.ts";
import { restoreStacks, suspendStacks, wantsStack } from "./stack.ts";
import { statusEntry } from "./status.ts";

/** Response headers by name. A number is written as text; an array is written as one header line for each item. */
export type ErrorHeaders = Readonly<Record<string, string | number | readonly string[]>>;

/** Members that an error adds to its problem (RFC 9457 §3.2). A reserved name is a compile-time error. */
export type ProblemExtensions = Readonly<Record<string, unknown>> & {
  readonly [Name in ReservedMember]?: never;
};

/** The options of an `HttpError`. */
export interface HttpErrorOptions extends ErrorOptions {
  /** The stable code, which must match `[a-z][a-z0-9_]{2,62}`. Default: the code of the status, such as `not_found`. */
  readonly code?: string | undefined;
  /** The title, which is always the same for one code in one language. Default: the title of the status. */
  readonly title?: string | undefined;
  /** The prefix of the problem's `type`; the code follows it. Default: the `typeBase` of `errorHandler`. */
  readonly typeBase?: string | undefined;
  /** The whole `type`, an absolute URI such as `https://example.com/probs/out-of-credit`. Default: `typeBase` and the code. */
  readonly type?: string | undefined;
  /** The `instance`, a URI reference of this one failure (RFC 9457 §3.1.5). Default: that of `errorHandler`. */
  readonly instance?: string | undefined;
  /** Sends the message to the client as `detail`. Default: true for a status below 500. */
  readonly expose?: boolean | undefined;
  /** Headers to set on the response. Framing headers such as Content-Length, and values that HTTP forbids, are left out. Default: none. */
  readonly headers?: ErrorHeaders | undefined;
  /** The invalid fields. Default: none. */
  readonly errors?: readonly FieldError[] | undefined;
  /** The number of invalid fields, when `errors` lists only the first ones. Default: the length of `errors`. */
  readonly errorCount?: number | undefined;
  /** Public members to add to the problem (RFC 9457 §3.2). Default: none. */
  readonly extensions?: ProblemExtensions | undefined;
  /** Details for reporters. They are never sent to the client. Default: none. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Captures the stack trace, which is the slowest part of creating an error. Default: true for a status of 500 or
   * more; otherwise true unless NODE_ENV is `production`.
   */
  readonly stack?: boolean | undefined;
}

/** Marks the errors of every copy of this package. JSON from a client cannot contain a symbol, so it cannot forge one. */
const brand: unique symbol = Symbol.for("express-backstop.HttpError");

/** Returns the options; an error in their place is taken for the cause. */
export function withCause(options: HttpErrorOptions | null | undefined): HttpErrorOptions {
  return isCause(options) ? { cause: options } : (options ?? noOptions);
}

const noOptions: HttpErrorOptions = /* @__PURE__ */ Object.freeze({});

/**
 * An error with an HTTP status. Below 500, the client receives the message as `detail`; from 500 on, it does not,
 * unless `expose` is true. `instanceof HttpError` is also true for errors of another installed copy of this package.
 *
 * @param status An integer from 400 to 599.
 * @param message The problem's `detail`. Default: the title of the status, also in place of a value that is not a
 *   string, which the record names.
 * @param options The code, the headers, the cause and other options. An error in their place is taken for the cause.
 *
 * @throws {RangeError} If the status is not an integer from 400 to 599.
 * @throws {TypeError} If the code does not match `[a-z][a-z0-9_]{2,62}`, or if the type is not an absolute URI.
 *
 * @example
 * throw new HttpError(409, "The article was changed in the meantime.", { code: "article_changed" });
 */
export class HttpError extends Error {
  /** The HTTP status, from 400 to 599. */
  declare readonly status: number;
  /** The stable code, such as `not_found`. */
  declare readonly code: string;
  /** The title, which is always the same for one code in one language. */
  declare readonly title: string;
  /** The prefix of the problem's `type`. Absent: the `typeBase` of `errorHandler`. */
  declare readonly typeBase?: string | undefined;
  /** The whole `type`. Absent: `typeBase` and the code. */
  declare readonly type?: string | undefined;
  /** The `instance` of the problem. Absent: that of `errorHandler`. */
  declare readonly instance?: string | undefined;
  /** Whether the client receives the message as `detail`. */
  declare readonly expose: boolean;
  /** Headers to set on the response. */
  declare readonly headers?: ErrorHeaders | undefined;
  /** The invalid fields. */
  declare readonly errors?: readonly FieldError[] | undefined;
  /** The number of invalid fields, when `errors` lists only the first ones. */
  declare readonly errorCount?: number | undefined;
  /** Public members of the problem. */
  declare readonly extensions?: ProblemExtensions | undefined;
  /** Details for reporters. They are never sent to the client. */
  declare readonly context?: Readonly<Record<string, unknown>> | undefined;
  /** The mistakes in the call that created the error, for reporters. Absent: none. */
  declare readonly failures?: readonly unknown[] | undefined;

  constructor(status: number, message?: string, options?: HttpErrorOptions) {
    checkStatus(status);
    const given = withCause(options);
    const own = unpolluted(given);
    const entry = statusEntry(status);
    const code = own.code ?? entry.code;
    if (code !== entry.code) checkCode(code);
    if (own.type !== undefined) checkType(own.type);
    const title = own.title ?? entry.title;
    const misused = message !== undefined && typeof message !== "string";
    const limit = wantsStack(status, own.stack) ? undefined : suspendStacks();
    try {
      // Only an own `cause` is passed on, so that Error reads none from a polluted Object.prototype.
      super(
        misused ? title : (message ?? title),
        Object.hasOwn(given, "cause") ? { cause: given.cause } : undefined,
      );
    } finally {
      restoreStacks(limit);
    }
    this.status = status;
    this.code = code;
    this.title = title;
    this.expose = own.expose ?? status < 500;
    if (misused) noteMistake(this, messageMisuse(new.target.name, message));
    if (given === noOptions) return;
    const { typeBase, type, instance, headers, errors, errorCount, extensions, context } = own;
    if (typeBase !== undefined) this.typeBase = typeBase;
    if (type !== undefined) this.type = type;
    if (instance !== undefined) this.instance = instance;
    if (headers !== undefined) this.headers = headers;
    if (errors !== undefined) this.errors = errors;
    if (errorCount !== undefined) this.errorCount = errorCount;
    if (extensions !== undefined) this.extensions = extensions;
    if (context !== undefined) this.context = context;
    optionCheck.warn?.(this, given);
  }

  /** The status, under the name that http-errors and Express's default error handler use. */
  get statusCode(): number {
    return this.status;
  }

  /** Accepts the errors of every copy of this package for `instanceof HttpError`. Subclasses check the prototype. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return this === HttpError ? isHttpError(value) : super[Symbol.hasInstance](value);
  }

  static {
    Object.defineProperty(this.prototype, brand, { value: true });
    // On the prototype: super() writes the first line of the stack, which must contain the name of the subclass.
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
 * Returns true if a value is an `HttpError`, from this or another installed copy of this package.
 *
 * @example
 * if (isHttpError(error) && error.code === "article_not_found") return undefined;
 */
export function isHttpError(value: unknown): value is HttpError {
  try {
    return typeof value === "object" && value instanceof Error && brand in value;
  } catch {
    // Any access to a proxy may throw.
    return false;
  }
}
