import { type HttpError, isHttpError } from "../errors/http-error.ts";
import { toError } from "../errors/to-error.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { readOutcome } from "./read-outcome.ts";

/** The type of the value of a `Result`, an `Exit` or an `Either`. */
export type ValueOf<Result> = Result extends
  | { readonly error: unknown }
  | { readonly cause: unknown }
  ? never
  : Result extends { readonly value: infer Value }
    ? Value
    : never;

/** The type of the modeled errors of a `Result` or an `Exit`. */
export type ErrorOf<Result> = Result extends { readonly error: infer Modeled }
  ? Modeled
  : Result extends { readonly cause: infer Cause }
    ? FailureOf<Cause>
    : never;

/** The modeled errors of a `Cause` of Effect 3, and of Effect 4, which has a list of reasons. */
type FailureOf<Cause> = Cause extends { readonly reasons: readonly (infer Reason)[] }
  ? FailureOf<Reason>
  : Cause extends { readonly _tag: "Fail"; readonly error: infer Modeled }
    ? Modeled
    : never;

/** A function for each modeled error, by its `_tag`, that returns the error to throw. */
export type ErrorsByTag<Modeled> = {
  readonly [Tag in TagOf<Modeled>]: (error: Extract<Modeled, { readonly _tag: Tag }>) => HttpError;
};

type TagOf<Modeled> = Modeled extends { readonly _tag: infer Tag extends string } ? Tag : never;

/** The second argument of `unwrap`, which converts the modeled errors of a result. */
export type ToHttpError<Modeled> = ErrorsByTag<Modeled> | ((error: Modeled) => HttpError);

/**
 * Returns the value of a result, or throws its error: a `Result` of neverthrow or better-result, or an `Exit` of Effect. A
 * modeled error becomes the problem of the HttpError that `errors` returns for it; an HttpError is thrown as it is.
 * Everything else is a defect, for which the client gets 500: an error that `errors` does not convert, a `Die`, an
 * interruption. The defect itself is in the record.
 *
 * @param result The result. Await a `ResultAsync` first.
 * @param errors The conversion of the modeled errors: a function for each `_tag`, or one function for all.
 *
 * @throws {HttpError} For a modeled error.
 * @throws {Error} For a defect.
 *
 * @example
 * const order = unwrap(await pay(id), {
 *   CardDeclined: ({ reason }) => errors.card_declined({ reason }),
 *   OrderMissing: () => errors.order_not_found({ orderId: id }),
 * });
 */
export function unwrap<Result>(
  result: Result,
  ...[errors]: [ErrorOf<Result>] extends [HttpError]
    ? [errors?: ToHttpError<ErrorOf<Result>>]
    : [errors: ToHttpError<ErrorOf<Result>>]
): ValueOf<Result> {
  const outcome = readOutcome(result);
  // readOutcome takes the value from where the type says.
  if (outcome.kind === "value") return outcome.value as ValueOf<Result>;
  if (outcome.kind === "defect") throw toError(outcome.defect);
  throw toThrown(outcome.error, errors);
}

function toThrown(modeled: unknown, errors: unknown): Error {
  const convert = converterOf(modeled, errors);
  const converted: unknown = convert ? convert(modeled) : modeled;
  if (isHttpError(converted)) return converted;
  const what = describeReceived(Object(modeled) === modeled ? tagOf(modeled) : modeled);
  return new TypeError(
    `unwrap: a modeled error was not converted to an HttpError: ${what}. Write a function for it in the second argument.`,
    { cause: modeled },
  );
}

function converterOf(modeled: unknown, errors: unknown): ((error: unknown) => unknown) | undefined {
  if (typeof errors === "function") return errors as (error: unknown) => unknown;
  const tag = tagOf(modeled);
  const own = typeof tag === "string" && Object.hasOwn(Object(errors), tag);
  const found: unknown = own ? (errors as Readonly<Record<string, unknown>>)[tag] : undefined;
  return typeof found === "function" ? (found as (error: unknown) => unknown) : undefined;
}

function tagOf(modeled: unknown): unknown {
  const { _tag: tag } = Object(modeled) as { readonly _tag?: unknown };
  return tag;
}
