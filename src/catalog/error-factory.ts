import {
  type ErrorHeaders,
  type HttpError,
  type HttpErrorOptions,
  isHttpError,
} from "../errors/http-error.ts";
import { isCause } from "../errors/is-cause.ts";
import { missingHeader } from "../errors/required-headers.ts";
import { wantsStack } from "../errors/stack.ts";
import { isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import { CatalogError } from "./catalog-error.ts";
import type { AnyErrorSpec } from "./error-spec.ts";
import type { DeclaredLanguages } from "./error-translations.ts";
import { publicData, type PublicData, receivedData } from "./public-data.ts";
import { retryAdvice, type RetryAdvice } from "./retry.ts";
import { optionMistakes, pickThrowOptions, type ThrowOptions } from "./throw-options.ts";
import { addTranslations } from "./translate-error.ts";

/** The arguments of a factory: the data, if the code declares members, and the options. */
export type FactoryArguments<Input> = [Input] extends [undefined]
  ? [options?: ThrowOptions]
  : Partial<Input> extends Input
    ? [data?: Input, options?: ThrowOptions]
    : [data: Input, options?: ThrowOptions];

/** The types of one code. */
export interface FactoryTypes<Code extends string, Status extends number, Data> {
  /** The stable code. */
  readonly code: Code;
  /** The HTTP status. */
  readonly status: Status;
  /** The public members, or undefined if the code declares none. */
  readonly data: Data;
}

/** A function that creates the errors of one code. Its properties are those of the declaration. */
export interface ErrorFactory<Code extends string, Status extends number, Input, Data> {
  (...args: FactoryArguments<Input>): CatalogError<Code, Status, Data>;
  /** The stable code. */
  readonly code: Code;
  /** The HTTP status. */
  readonly status: Status;
  /** The title, which is always the same for one code in one language. */
  readonly title: string;
  /** Says when the error happens. */
  readonly description: string | undefined;
  /** Says what the client can do about it. */
  readonly fix: string | undefined;
  /** The declared address of a page about the error. */
  readonly docs: string | undefined;
  /** Whether the same request may succeed later. */
  readonly retry: RetryAdvice;
  /** The version or the date since which the API sends the error. */
  readonly since: string | undefined;
  /** Whether the API will stop sending the error. */
  readonly deprecated: boolean;
  /** The code that takes the place of this one. */
  readonly replacedBy: string | undefined;
  /** The schema of the public members. */
  readonly data: StandardSchema<unknown, Data> | undefined;
  /** The prefix of `type`. If undefined, the `typeBase` of `errorHandler` is used. */
  readonly typeBase: string | undefined;
  /** The declared `type`. If undefined, `type` is the prefix and the code. */
  readonly type: string | undefined;
  /** Returns the declared members of a received problem, or undefined if it does not match the declaration. */
  read(status: number, members: PublicData): PublicData | undefined;
  /** The types of the code. Absent at run time. */
  readonly types?: FactoryTypes<Code, Status, Data>;
  /** Returns true if a value is an HttpError with this code and status, from this or another installed copy. */
  is(value: unknown): value is HttpError & {
    readonly code: Code;
    readonly status: Status;
    /** The public members. Undefined if another catalog created the error, or if the data did not fit the schema. */
    readonly data?: Data | undefined;
  };
}

/** A factory of any code. */
export type AnyErrorFactory = ErrorFactory<string, number, undefined, unknown>;

/** Creates the factory of one code. The factory never throws: a mistake in a call goes into the error's `failures`. */
export function errorFactory(
  code: string,
  spec: AnyErrorSpec,
  { typeBase, stack }: Pick<HttpErrorOptions, "stack" | "typeBase">,
  translations?: DeclaredLanguages,
): AnyErrorFactory {
  const { status, title, type, description, fix, docs, data: schema } = spec;
  const buildParts = errorPartsBuilder(code, spec);

  function factory(...args: unknown[]): CatalogError<string, number, unknown> {
    // An error in place of the data or the options is taken for the cause.
    const hasData = schema !== undefined && !isCause(args[0]);
    const { data, detail, headers, failures } = buildParts(hasData ? args[0] : undefined);
    const given = hasData ? args[1] : args[0];
    const options = {
      // The types promise ThrowOptions; pickThrowOptions accepts any other value too.
      ...pickThrowOptions(given as ThrowOptions | undefined),
      code,
      title,
      typeBase,
      type,
      expose: true as const,
      headers,
      extensions: data,
      data,
      retry: spec.retry,
      fix,
      docs,
      failures: given ? [...failures, ...optionMistakes(code, given, !schema)] : failures,
      stack,
    };
    const error = new CatalogError(status, detail, options);
    if (translations) addTranslations(error, translations, schema !== undefined);
    // Leaves this function out of the stack. Not every browser has captureStackTrace.
    if (wantsStack(status, stack)) Error.captureStackTrace?.(error, factory);
    return error;
  }

  return Object.assign(factory, {
    code,
    status,
    title,
    description,
    fix,
    docs,
    retry: spec.retry ?? retryAdvice(status),
    since: spec.since,
    deprecated: spec.deprecated ?? spec.replacedBy !== undefined,
    replacedBy: spec.replacedBy,
    data: schema,
    typeBase,
    type,
    read: (received: number, members: PublicData) =>
      receivedData({ code, status, typeBase, type, data: schema }, received, members),
    is: (value: unknown): value is never =>
      isHttpError(value) && value.code === code && value.status === status,
  });
}

/** The declared parts of one error. */
interface ErrorParts {
  readonly data: PublicData | undefined;
  readonly detail: string | undefined;
  readonly headers: ErrorHeaders | undefined;
  /** The programming errors in the call. The parts that they affect are undefined. */
  readonly failures: readonly unknown[];
}

/** Creates the function that builds the public parts of an error from the data of a call. It never throws. */
export function errorPartsBuilder(
  code: string,
  spec: AnyErrorSpec,
): (input: unknown) => ErrorParts {
  const toData = spec.data && publicData(code, spec.data);

  return function buildErrorParts(input) {
    const failures: unknown[] = [];
    const data = toData && attempt(failures, () => toData(input ?? {}));
    // Without valid data, the parts that are built from it are left out.
    const dataIsInvalid = toData !== undefined && data === undefined;
    const build = (part: unknown): unknown => {
      if (typeof part !== "function") return part;
      return dataIsInvalid ? undefined : Reflect.apply(part, undefined, [data]);
    };
    const detail = attempt(failures, () => checkDetail(code, build(spec.detail)));
    const headers = attempt(failures, () => checkHeaders(code, build(spec.headers)));
    const missing = dataIsInvalid ? undefined : missingHeader(spec.status, headers);
    if (missing !== undefined) failures.push(invalidCall(code, `headers must include ${missing}`));
    return { data, detail, headers, failures };
  };
}

function attempt<Part>(failures: unknown[], build: () => Part): Part | undefined {
  try {
    return build();
  } catch (failure) {
    failures.push(failure);
    return undefined;
  }
}

function checkDetail(code: string, detail: unknown): string | undefined {
  if (detail === undefined || typeof detail === "string") return detail;
  throw invalidCall(code, `detail must return a string, got ${describeReceived(detail)}`);
}

function checkHeaders(code: string, headers: unknown): ErrorHeaders | undefined {
  if (headers === undefined) return undefined;
  // Header names and values are checked when they are written.
  if (isObject(headers)) return headers as ErrorHeaders;
  throw invalidCall(code, `headers must return an object, got ${describeReceived(headers)}`);
}

function invalidCall(code: string, reason: string): TypeError {
  return new TypeError(`errors.${code}: ${reason}.`);
}
