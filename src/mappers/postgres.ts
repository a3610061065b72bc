import type { Request } from "express";
import type { HttpError } from "../errors/http-error.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { type ConflictKind, toConflictError } from "./conflict-error.ts";
import {
  aConstraintMap,
  type ConstraintMapping,
  type Constraints,
  readConstraints,
} from "./constraints.ts";
import { locateInRequest } from "./locate-in-request.ts";
import { keyOf } from "./postgres-detail.ts";
import {
  busy,
  cutOff,
  down,
  full,
  lost,
  readOnly,
  slow,
  unconfirmed,
  unreachable,
} from "./postgres-outages.ts";
import { typePhrase } from "./postgres-types.ts";
import { firstError, text, unwrapErrors } from "./unwrap-errors.ts";

export type { ConstraintMapping } from "./constraints.ts";

/**
 * The options of `postgres()`.
 *
 * @example
 * const options: PostgresMapperOptions = { constraints: { users_email_key: { field: "email" } } };
 */
export interface PostgresMapperOptions {
  /** The code, title, detail and field for each constraint, by the constraint's name. Default: none. */
  readonly constraints?: Readonly<Record<string, ConstraintMapping>>;
}

/**
 * Creates a mapper for the errors of pg, PGlite and postgres.js, even if a query builder has wrapped them. Violated
 * constraints become 409, malformed values 400, outages 503 and timeouts 504. No text of the database is sent to the
 * client.
 *
 * @param options The response for each constraint.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres({ constraints: { articles_slug_key: { field: "title" } } })] }));
 */
export function postgres(options: PostgresMapperOptions = {}): ErrorMapper {
  checkOptions("postgres", options, optionChecks);
  const constraints = readConstraints("postgres", options.constraints ?? {});

  return function mapPostgresError(error, request) {
    for (const found of unwrapErrors(error)) {
      const toHttpError = ruleFor(found);
      if (toHttpError) return toHttpError({ error, found, request, constraints });
    }
    return undefined;
  };
}

const optionChecks: Readonly<Record<keyof PostgresMapperOptions, OptionCheck>> = {
  constraints: aConstraintMap,
};

interface Failure {
  /** The thrown value. */
  readonly error: unknown;
  /** The driver's error: the thrown value, or an error that it wraps. */
  readonly found: object;
  readonly request: Request;
  readonly constraints: Constraints;
}

/** Converts one kind of failure; undefined leaves it to the next mapper. */
type Rule = (failure: Failure) => HttpError | undefined;

// A bug in the server, so the response stays a 500.
const masked: Rule = () => undefined;
const hasNul = badFormat((_message, value) => value.includes("\0"), "has a NUL character");
const stillReferenced = conflict("still_referenced");
const referenceMissing = conflict("reference_missing");

// In every language of the server, the message about a row in use quotes three names: the table, the constraint and the
// table that refers to it. The message about a missing row quotes two.
const foreignKey: Rule = (failure) =>
  (text(failure.found, "message").match(/["«»]/g) ?? []).length >= 6
    ? stillReferenced(failure)
    : referenceMissing(failure);

/** The rules by SQLSTATE, or by its class if the whole class means the same (PostgreSQL documentation, appendix A). */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["23505", conflict("duplicate")],
  ["23P01", conflict("conflict")], // an exclusion constraint
  ["23503", foreignKey],
  ["23001", stillReferenced], // ON DELETE RESTRICT, since PostgreSQL 18
  ["22P02", badFormat(isQuoted)], // not of the type
  ["22007", badFormat(isQuoted)], // not a date or time
  ["22021", hasNul], // a NUL byte in a text
  ["22P05", hasNul], // \u0000 in JSON
  ["40001", busy], // serialization failure
  ["40P01", busy], // deadlock
  ["55P03", busy], // lock not available
  ["57014", slow], // statement timeout
  ["53300", full], // too many connections
  ["53", down], // out of disk, of memory
  ["08", lost], // connection lost
  ["08P01", masked], // protocol violation: the driver's or ours
  ["57P01", down], // shut down by the administrator
  ["57P02", down], // crashed
  ["57P03", down], // starting up
  ["58", down], // I/O
  ["25006", readOnly], // read-only transaction: a failover under way
]);

/** The rules for the drivers' own errors that have no code, by message: those of pg, then that of PGlite. */
const messages: ReadonlyMap<unknown, Rule> = new Map<unknown, Rule>([
  ["Connection terminated", lost],
  ["Connection terminated unexpectedly", lost],
  ["Connection terminated due to connection timeout", down],
  ["timeout exceeded when trying to connect", down],
  ["Client has encountered a connection error and is not queryable", down],
  ["Client was closed and is not queryable", down],
  ["Cannot use a pool after calling end on the pool", down],
  ["timeout expired", unreachable], // while it connects
  ["Query read timeout", unconfirmed],
  ["PGlite is closed", down],
]);

/** The rules for the codes of postgres.js, which it repeats in `errno`. */
const connectionCodes: ReadonlyMap<unknown, Rule> = new Map<unknown, Rule>([
  ["CONNECTION_CLOSED", lost],
  ["CONNECTION_DESTROYED", lost],
  ["CONNECTION_ENDED", down], // before the statement
  ["CONNECT_TIMEOUT", down],
]);

const socketCodes = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const socketCalls = /^(connect|getaddrinfo|read|write)$/;

function ruleFor(found: object): Rule | undefined {
  const code = text(found, "code");
  const isFromServer = text(found, "severity") !== "" || text(found, "routine") !== "";
  // Codes of sockets such as EPIPE look like a SQLSTATE.
  if (isFromServer && /^(?!E[A-Z]{4}$)[0-9A-Z]{5}$/.test(code)) {
    return rules.get(code) ?? rules.get(code.slice(0, 2)) ?? masked;
  }
  const ofConnection = connectionCodes.get(code);
  if (ofConnection && text(found, "errno") === code) return ofConnection;
  const call = text(found, "syscall");
  const isFromSocket = socketCalls.test(call) || firstError(found) !== undefined;
  if (!isFromSocket || !socketCodes.test(code))
    return messages.get(tryReadMember(found, "message"));
  return call === "read" || call === "write" ? cutOff : unreachable;
}

function conflict(kind: ConflictKind): Rule {
  return ({ found, request, constraints }) => {
    const constraint = text(found, "constraint") || text(found, "constraint_name");
    // The error that a query builder wraps around the driver's quotes the values of the query.
    const violation = { kind, constraint, cause: found, ...keyOf(text(found, "detail")) };
    return toConflictError(violation, request, constraints);
  };
}

function badFormat(isCulprit: (message: string, value: string) => boolean, phrase?: string): Rule {
  return ({ error, found, request }) => {
    const message = text(found, "message");
    const place = locateInRequest(request, (value) => isCulprit(message, value));
    if (!place) return undefined;
    const detail = phrase ?? typePhrase(message);
    return new ValidationError([{ ...place, code: "bad_format", detail }], { cause: error });
  };
}

/** Returns true if the message ends with the value in quotes, in any language of the server: "x", »x«, «x», « x ». */
function isQuoted(message: string, value: string): boolean {
  return quotes.some(([open, close]) => message.endsWith(open + value + close));
}

const quotes = [
  ['"', '"'],
  ["»", "«"],
  ["«", "»"],
  ["« ", " »"],
] as const;
