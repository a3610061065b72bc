import {
  type ErrorHeaders,
  type HttpError,
  type HttpErrorOptions,
  isHttpError,
} from "../errors/http-error.ts";
import { missingHeader } from "../errors/required-headers.ts";
import { wantsStack } from "../errors/stack.ts";
import { describeReceived } from "../misuse/check-options.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import { CatalogError } from "./catalog-error.ts";
import type { DefineErrorsOptions } from "./define-errors.ts";
import type { AnyErrorSpec } from "./error-spec.ts";
import { publicData, type PublicData, receivedData } from "./public-data.ts";
import { retryAdvice, type RetryAdvice } from "./retry.ts";

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
  readonly retry: RetryAdvice;
  /** The schema of the public members. */
  readonly data: StandardSchema<unknown, Data> | undefined;
  /** What `type` begins with; undefined leaves it to the error handler. */
  readonly typeBase: string | undefined;
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
  { typeBase, stack }: Pick<DefineErrorsOptions<unknown>, "stack" | "typeBase">,
): AnyErrorFactory {
  const { status, title, description, fix, data: schema } = spec;
  const toParts = errorPartsBuilder(code, spec);

  function factory(...args: unknown[]): CatalogError<string, number, unknown> {
    const { data, detail, headers, failures } = toParts(args[0]);
    const options = {
      // By the types; whatever else is passed is looked at with suspicion.
      ...chosen((schema ? args[1] : args[0]) as ThrowOptions | undefined),
      code,
      title,
      typeBase,
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
    retry: spec.retry ?? retryAdvice(status),
    // A schema of anything is one of unknown.
    data: schema,
    typeBase,
    read: (received: number, members: PublicData) =>
      receivedData({ code, status, typeBase, data: schema }, received, members),
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

/** What one throw gives of what its code declares. */
interface ErrorParts {
  readonly data: PublicData | undefined;
  readonly detail: string | undefined;
  readonly headers: ErrorHeaders | undefined;
  /** The programming errors in it; the parts they spoiled are undefined. */
  readonly failures: readonly unknown[];
}

/** Makes the function that turns the data of a throw into the public parts of its error; that function never throws. */
export function errorPartsBuilder(
  code: string,
  spec: AnyErrorSpec,
): (input: unknown) => ErrorParts {
  const toData = spec.data && publicData(code, spec.data);

  return function toThrowParts(input) {
    const failures: unknown[] = [];
    const data = toData && attempt(failures, () => toData(input ?? {}));
    // What is made of the data is left out with it.
    const dataIsInvalid = toData !== undefined && data === undefined;
    const make = (part: unknown): unknown => {
      if (typeof part !== "function") return part;
      return dataIsInvalid ? undefined : Reflect.apply(part, undefined, [data]);
    };
    const detail = attempt(failures, () => checkDetail(code, make(spec.detail)));
    const headers = attempt(failures, () => checkHeaders(code, make(spec.headers)));
    const missing = dataIsInvalid ? undefined : missingHeader(spec.status, headers);
    if (missing !== undefined) failures.push(invalidThrow(code, `headers lack ${missing}`));
    return { data, detail, headers, failures };
  };
}

function attempt<Part>(failures: unknown[], make: () => Part): Part | undefined {
  try {
    return make();
  } catch (failure) {
    failures.push(failure);
    return undefined;
  }
}

function checkDetail(code: string, detail: unknown): string | undefined {
  if (detail === undefined || typeof detail === "string") return detail;
  throw invalidThrow(code, `detail must give a text, got ${describeReceived(detail)}`);
}

function checkHeaders(code: string, headers: unknown): ErrorHeaders | undefined {
  if (headers === undefined) return undefined;
  // Names and values are looked at where they are written.
  if (typeof headers === "object" && headers !== null) return headers as ErrorHeaders;
  throw invalidThrow(code, `headers must give an object, got ${describeReceived(headers)}`);
}

function invalidThrow(code: string, what: string): TypeError {
  return new TypeError(`errors.${code}: ${what}.`);
}
