import type { Request } from "express";
import createError from "http-errors";
import type { HttpError } from "../errors/http-error.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { unwrapErrors } from "./unwrap-errors.ts";

/** The things that a rule may look at besides the error that it is asked about. */
export interface RuleContext {
  /** The thrown value, which becomes the cause of the response. */
  readonly thrown: unknown;
  /** The request that failed. */
  readonly request: Request;
}

/** Converts an error of one library; returns undefined for every other. */
export type Rule = (found: object, context: RuleContext) => HttpError | undefined;

/**
 * Creates a mapper that asks a rule about the thrown value and the errors that it wraps; the first response wins. It
 * leaves http-errors alone, even around another error: their status is the decision of the app.
 */
export function toMapper(rule: Rule): ErrorMapper {
  return function mapLibraryError(thrown, request) {
    if (isDeclared(thrown)) return undefined;
    for (const found of unwrapErrors(thrown)) {
      const error = rule(found, { thrown, request });
      if (error) return error;
    }
    return undefined;
  };
}

function isDeclared(thrown: unknown): boolean {
  try {
    return createError.isHttpError(thrown);
  } catch {
    // A getter threw.
    return false;
  }
}
