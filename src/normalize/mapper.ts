import type { Request } from "express";
import { type HttpError, isHttpError } from "../errors/http-error.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { discardPromise } from "../misuse/discard-promise.ts";
import { resultBelongs } from "../misuse/not-called.ts";
import { ownErrors } from "./own-errors.ts";
import type { Recognizer } from "./recognizer.ts";
import { isSyntaxError } from "./syntax-error.ts";

/**
 * Converts the errors of one foreign library: returns an HttpError for those it recognizes, and undefined for all
 * others. A mapper that throws counts as undefined, and the record says so.
 *
 * @param error Whatever was thrown.
 * @param request The request that failed.
 *
 * @example
 * const quota: ErrorMapper = (error) =>
 *   error instanceof QuotaError ? new TooManyRequestsError("Try again tomorrow.", { cause: error }) : undefined;
 */
export type ErrorMapper = (error: unknown, request: Request) => HttpError | undefined;

/** A mapper that does the work of several. */
interface JoinedMapper extends ErrorMapper {
  /** The mappers that it was made of, in order. */
  readonly parts?: readonly ErrorMapper[];
}

/** Returns the mappers that a mapper was made of; itself if it is a single one. */
export function partsOf(mapper: JoinedMapper): readonly ErrorMapper[] {
  return mapper.parts ?? [mapper];
}

/** Returns the name of the mapper that recognizes an error, of those that a mapper was made of; empty if it has no name. */
export function nameOfMapper(mapper: ErrorMapper, error: unknown, request: Request): string {
  const parts = partsOf(mapper);
  const one = parts.length === 1 ? mapper : parts.find((part) => part(error, request));
  return one?.name ?? mapper.name;
}

/** Sets the name of a mapper, which the developer's page shows. */
export function nameMapper(name: string, mapper: ErrorMapper): ErrorMapper {
  return Object.defineProperty(mapper, "name", { value: name });
}

/** Creates the recognizer of a mapper. */
export function fromMapper(mapper: ErrorMapper): Recognizer {
  return function mappedError(thrown, req, mishaps) {
    const result: unknown = mapper(thrown, req);
    if (!result) return undefined;
    discardPromise(result);
    const recognized = ownErrors(result, req, mishaps);
    if (!recognized || !isHttpError(result)) throw wrongResult(mapper, result);
    // An error about a value of the request usually says the value.
    const quotesRequest = recognized.error.code === "validation_failed" || isSyntaxError(thrown);
    return { ...recognized, mapped: result, quotesRequest, by: mapper };
  };
}

function wrongResult({ name }: ErrorMapper, result: unknown): TypeError {
  return typeof result === "function"
    ? resultBelongs(name)
    : new TypeError(
        `${name || "A mapper"} must return an HttpError or undefined, got ${describeReceived(result)}.`,
      );
}
