import type { Request } from "express";
import type { HttpError } from "../errors/http-error.ts";

/**
 * Recognizes the errors of one foreign library: gives an HttpError of ours for them, and undefined for all others.
 *
 * @example
 * const quota: Mapper = (error) =>
 *   error instanceof QuotaError ? new TooManyRequestsError("Try again tomorrow.", { cause: error }) : undefined;
 */
export type ErrorMapper = (error: unknown, request: Request) => HttpError | undefined;
