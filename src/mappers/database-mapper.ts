import type { Request } from "express";
import type { HttpError } from "../errors/http-error.ts";
import { checkOptions } from "../misuse/check-options.ts";
import { type ErrorMapper, nameMapper } from "../normalize/mapper.ts";
import { toConflictError } from "./conflict-error.ts";
import { type Constraints, readConstraints } from "./constraints.ts";
import type { DatabaseFailure } from "./database-failure.ts";
import { type DatabaseMapperOptions, databaseOptionChecks } from "./database-options.ts";
import { isError } from "./is-error.ts";
import { toOutageError } from "./outage-error.ts";
import { toRecordError } from "./record-error.ts";
import { text, unwrapErrors } from "./unwrap-errors.ts";
import { toValueError } from "./value-error.ts";

/** Returns what an error of the library says; undefined if the error is not one of the library. */
export type ReadFailure = (found: object, request: Request) => DatabaseFailure | undefined;

/**
 * Creates the mapper of a database: it reads the thrown error and those that it wraps until the library's is found, and
 * the kind of the failure decides the response.
 *
 * @param name The name of the mapper, for messages.
 * @param options The response for each constraint.
 * @param readFailure Reads the error of a driver.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 */
export function databaseMapper(
  name: string,
  options: DatabaseMapperOptions,
  readFailure: ReadFailure,
): ErrorMapper {
  checkOptions(name, options, databaseOptionChecks);
  const constraints = readConstraints(name, options.constraints ?? {});

  return nameMapper(name, (error, request) => {
    for (const found of unwrapErrors(error)) {
      // JSON of a client or an upstream could look like an error. Prisma alone wraps errors that are plain objects.
      if (!isError(found) && !isOfPrisma(error)) continue;
      const failure = readFailure(found, request);
      if (failure) return toHttpError(failure, { error, found, request, constraints });
    }
    return undefined;
  });
}

function isOfPrisma(error: unknown): boolean {
  return isError(error) && /^(?:Prisma|DriverAdapter)/.test(text(error as Error, "name"));
}

interface Circumstances {
  /** The thrown value. */
  readonly error: unknown;
  /** The driver's error: the thrown value, or an error that it wraps. */
  readonly found: object;
  readonly request: Request;
  readonly constraints: Constraints;
}

function toHttpError(
  failure: DatabaseFailure,
  { error, found, request, constraints }: Circumstances,
): HttpError | undefined {
  const { kind } = failure;
  // The error that a query builder wraps around the driver's quotes the values of the query.
  const cause = failure.quotesValues ? withoutValues(found, failure) : found;
  const mapping = constraints.get(failure.constraint ?? "");
  switch (kind) {
    case "duplicate":
    case "reference_missing":
    case "still_referenced":
    case "conflict":
      return toConflictError({ failure, kind, cause, request, mapping });
    case "required":
    case "check":
    case "too_long":
    case "out_of_range":
    case "bad_format":
      return toValueError({ failure, kind, cause, request, mapping });
    case "not_found":
    case "stale":
      return toRecordError({ failure, kind, cause, request });
    default:
      return toOutageError(failure, error, request);
  }
}

/** Returns an error for the record in place of one whose message quotes values. */
function withoutValues(found: object, { kind, code }: DatabaseFailure): Error {
  const error = new Error(`${kind} (the message of the driver is left out: it quotes values)`);
  return Object.assign(error, { name: text(found, "name") || "Error", code: String(code) });
}
