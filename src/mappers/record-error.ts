import type { Request } from "express";
import { HttpError } from "../errors/http-error.ts";
import { originOf } from "../request/route.ts";
import type { DatabaseFailure, RecordKind } from "./database-failure.ts";
import { contextOf } from "./failure-context.ts";

/** A row that is missing or newer, and what is known of its request. */
export interface RecordFailure {
  readonly failure: DatabaseFailure;
  readonly kind: RecordKind;
  /** The error for the record. */
  readonly cause: unknown;
  readonly request: Request;
}

/**
 * Returns the 404 for a missing row, and the 409 for a row that was changed in the meantime, or the 412 if the request
 * had `If-Match` (RFC 9110 §13.1.1). Returns undefined for a missing row if the request chose none: it had no parameter,
 * no query and no body.
 */
export function toRecordError({
  failure,
  kind,
  cause,
  request,
}: RecordFailure): HttpError | undefined {
  const options = { cause, context: contextOf(failure) };
  if (kind === "not_found") {
    if (!hasInput(request)) return undefined;
    return new HttpError(404, "There is no such entry.", options);
  }
  const status = request.headers?.["if-match"] === undefined ? 409 : 412;
  return new HttpError(status, "The entry was changed in the meantime. Load it again.", options);
}

function hasInput(request: Request): boolean {
  const origin = originOf(request);
  // Without asyncHandler, Express has reset the parameters of the path.
  if (!origin) return true;
  const inputs: readonly unknown[] = [origin.params, request.query, request.body];
  return inputs.some(
    (input) =>
      typeof input === "object" &&
      input !== null &&
      Object.values(input).some((value) => value !== undefined),
  );
}
