import type { StandardSchema } from "../schema/standard-schema.ts";
import type { DefineErrorsOptions } from "./define-errors.ts";
import { CatalogError } from "./catalog-error.ts";
import type { AnyErrorSpec } from "./error-spec.ts";
import { isHttpError, type HttpError, type HttpErrorOptions } from "../errors/http-error.ts";
import type { PublicData } from "./public-data.ts";
import { receivedData } from "./received-data.ts";
import { retryOf, type Retry } from "./retry.ts";
import { wantsStack } from "../errors/stack.ts";
import { throwParts } from "./throw-parts.ts";

/** What a throw adds to the declared: the cause and the context for the operator, the fields at fault for the client. */
export type ThrowOptions = Pick<HttpErrorOptions, "cause" | "context" | "errors" | "errorCount">;

/** A function of the data, where the code declares members, and of the options. */
export type FactoryArguments<Input> = [Input] extends [undefined]
  ? [options?: ThrowOptions]
  : Partial<Input> extends Input
    ? [data?: Input, options?: ThrowOptions]
    : [data: Input, options?: ThrowOptions];

/** What the types of one code are, for those who ask a whole catalog. */
export interface FactoryTypes<Code extends string, Status extends number, Data> {
  readonly code: Code;
  readonly status: Status;
  readonly data: Data;
}

/** Makes the errors of one code; carries what was declared of it. */
export interface ErrorFactory<Code extends string, Status extends number, Input, Data> {
  (...args: FactoryArguments<Input>): CatalogError<Code, Status, Data>;
  /** The stable code. */
  readonly code: Code;
  /** The HTTP status. */
  readonly status: Status;
  /** The constant title. */
  readonly title: string;
  /** When it happens. */
  readonly description: string | undefined;
  /** What the caller can do about it. */
  readonly fix: string | undefined;
  /** Whether the same request may succeed later. */
  readonly retry: Retry;
  /** The schema of the public members. */
  readonly data: StandardSchema<unknown, Data> | undefined;
  /** What `type` begins with; undefined leaves it to the error handler. */
  readonly base: string | undefined;
  /** Gives the declared members of a problem that came over the wire; undefined when it is not the one declared. */
  read(status: number, members: PublicData): PublicData | undefined;
  /** Carries the types; absent at run time. */
  readonly types?: FactoryTypes<Code, Status, Data>;
  /** Tells whether a value is an error of this code and status, of whichever copy of this package. */
  is(value: unknown): value is HttpError & {
    readonly code: Code;
    readonly status: Status;
    /** Undefined when the error came from elsewhere, or its data did not fit. */
    readonly data?: Data | undefined;
  };
}

/** A factory of whichever code. */
export type AnyErrorFactory = ErrorFactory<string, number, undefined, unknown>;

/** Makes the factory of one code. Calling it cannot fail: what is wrong with a throw goes into the error's `failures`. */
export function errorFactory(
  code: string,
  spec: AnyErrorSpec,
  { base, stack }: Pick<DefineErrorsOptions<unknown>, "base" | "stack">,
): AnyErrorFactory {
  const { status, title, description, fix, data: schema } = spec;
  const toParts = throwParts(code, spec);

  function factory(...args: unknown[]): CatalogError<string, number, unknown> {
    const { data, detail, headers, failures } = toParts(args[0]);
    const options = {
      // By the types; whatever else is passed is looked at with suspicion.
      ...chosen((schema ? args[1] : args[0]) as ThrowOptions | undefined),
      code,
      title,
      typeBase: base,
      expose: true as const,
      headers,
      extensions: data,
      data,
      failures,
      stack,
    };
    const error = new CatalogError(status, detail, options);
    // The stack begins where the error is thrown, not in here; not every browser can do that.
    if (wantsStack(status, stack)) Error.captureStackTrace?.(error, factory);
    return error;
  }

  return Object.assign(factory, {
    code,
    status,
    title,
    description,
    fix,
    retry: spec.retry ?? retryOf(status),
    // A schema of anything is one of unknown.
    data: schema,
    base,
    read: (received: number, members: PublicData) =>
      receivedData({ code, status, base, data: schema }, received, members),
    is: (value: unknown): value is never =>
      isHttpError(value) && value.code === code && value.status === status,
  });
}

const options = ["cause", "context", "errors", "errorCount"] as const;

/** Only these: a status or a header that a throw brings along is not what was declared. */
function chosen(given: ThrowOptions | undefined): ThrowOptions | undefined {
  if (given === undefined) return undefined;
  try {
    const entries = options.map((name) => [name, given[name]] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  } catch {
    // A getter may throw; the error is made all the same.
    return {};
  }
}
