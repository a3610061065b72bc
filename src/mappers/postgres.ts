import type { Request } from "express";
import type { FieldError } from "../errors/field-error.ts";
import { HttpError } from "../errors/http-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { checkMembers, readConstraints, type ConstraintMapping } from "./constraints.ts";
import { bodyMember, locateInRequest } from "./locate-in-request.ts";
import { typePhrase } from "./postgres-types.ts";
import { firstError, read, text, unwrapErrors } from "./unwrap-errors.ts";

export type { ConstraintMapping } from "./constraints.ts";

/**
 * The settings of `postgres()`.
 *
 * @example
 * const options: PostgresMapperOptions = { constraints: { users_email_key: { field: "email" } } };
 */
export interface PostgresMapperOptions {
  /** Codes, texts and fields by the name of the constraint. Default: none. */
  readonly constraints?: Readonly<Record<string, ConstraintMapping>>;
}

/**
 * Recognizes what pg, PGlite and postgres.js throw, wrapped by a query builder or not, and says none of it to the client.
 *
 * @throws {TypeError} When an option is misspelled or has a value of the wrong kind.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres({ constraints: { articles_slug_key: { field: "title" } } })] }));
 */
export function postgres(options: PostgresMapperOptions = {}): ErrorMapper {
  checkMembers("options", options, ["constraints"]);
  const constraints = readConstraints(options.constraints ?? {});

  return function mapPostgresError(error, request) {
    for (const found of unwrapErrors(error)) {
      const rule = ruleOf(found);
      if (rule) return rule({ error, found, request, constraints });
    }
    return undefined;
  };
}

interface Failure {
  /** What was thrown. */
  readonly error: unknown;
  /** The object in it that the driver made. */
  readonly found: object;
  readonly request: Request;
  readonly constraints: ReadonlyMap<string, ConstraintMapping>;
}
type Rule = (failure: Failure) => HttpError | undefined;

/** A server bug, whatever input provoked it: stays a 500. */
const masked: Rule = () => undefined;
const down = outage(503, "The database is not available right now. Try again later.", 5);
// A refused socket does not tell whose it is, and a handler may call more than its database.
const unreachable = outage(
  503,
  "A service this one depends on is not available right now. Try again later.",
  5,
);
const busy = outage(503, "The database is busy right now. Try again in a moment.", 1);
const full = outage(503, "The database is busy right now. Try again in a moment.", 2);
const readOnly = outage(503, "The database accepts no changes right now. Try again later.", 5);
const slow = outage(504, "The database took too long to answer. Try again later.");
const hasNul = badFormat((_message, sent) => sent.includes("\0"), "has a NUL character");
const stillReferenced = conflict("still_referenced", "Still referenced");
const referenceMissing = conflict("reference_missing", "Reference missing", "does not exist");

/** In every language of the server: a row in use is told with three names, table, key and the table that uses it. */
const foreignKey: Rule = (it) =>
  (text(it.found, "message").match(/["«»]/g) ?? []).length >= 6
    ? stillReferenced(it)
    : referenceMissing(it);

/** By SQLSTATE, or by its class where the whole class means the same (PostgreSQL, appendix A). */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["23505", conflict("duplicate", "Already exists", "is already in use")],
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
  ["08", down], // connection lost
  ["08P01", masked], // protocol violation: the driver's or ours
  ["57P01", down], // shut down by the administrator
  ["57P02", down], // crashed
  ["57P03", down], // starting up
  ["58", down], // I/O
  ["25006", readOnly], // read-only transaction: a failover under way
]);

/** What pg says without any code, word for word. */
const messages: ReadonlyMap<unknown, Rule> = new Map<unknown, Rule>([
  ["Connection terminated", down],
  ["Connection terminated unexpectedly", down],
  ["Connection terminated due to connection timeout", down],
  ["timeout exceeded when trying to connect", down],
  ["Client has encountered a connection error and is not queryable", down],
  ["Query read timeout", slow],
]);

const socketCodes = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const socketCalls = /^(connect|getaddrinfo|read|write)$/;

function ruleOf(found: object): Rule | undefined {
  const code = text(found, "code");
  const ofServer = text(found, "severity") !== "" || text(found, "routine") !== "";
  // EPIPE and its like are five capitals too.
  if (ofServer && /^(?!E[A-Z]{4}$)[0-9A-Z]{5}$/.test(code)) {
    return rules.get(code) ?? rules.get(code.slice(0, 2)) ?? masked;
  }
  const ofSocket = socketCalls.test(text(found, "syscall")) || firstError(found) !== undefined;
  return ofSocket && socketCodes.test(code) ? unreachable : messages.get(read(found, "message"));
}

function outage(status: 503 | 504, detail: string, seconds?: number): Rule {
  const headers = seconds === undefined ? {} : { "Retry-After": seconds };
  return ({ error }) => new HttpError(status, detail, { expose: true, headers, cause: error });
}

function conflict(defaultCode: string, defaultTitle: string, phrase?: string): Rule {
  return ({ error, found, request, constraints }) => {
    // A read that writes chose the values itself: the client could change nothing.
    if (request.method === "GET" || request.method === "HEAD") return undefined;
    const constraint = text(found, "constraint") || text(found, "constraint_name");
    const mapping = constraints.get(constraint) ?? {};
    const { code = defaultCode, title = defaultTitle, detail, field } = mapping;
    const names = field === undefined ? keyColumns(found) : [field];
    const sent = names.flatMap((name) => bodyMember(request.body, name) ?? []);
    const errors = sent.map((name): FieldError => {
      const pointer = toPointer([name]);
      return { in: "body", pointer, code: defaultCode, detail: phrase ?? "is still referenced" };
    });
    const named = errors.length > 0 && (phrase !== undefined || field !== undefined);
    const options = { cause: error, ...(named && { errors }) };
    return mapping.error?.(options) ?? new HttpError(409, detail, { code, title, ...options });
  };
}

function badFormat(suspects: (message: string, sent: string) => boolean, phrase?: string): Rule {
  return ({ error, found, request }) => {
    const message = text(found, "message");
    const place = locateInRequest(request, (sent) => suspects(message, sent));
    if (!place) return undefined;
    const detail = phrase ?? typePhrase(message);
    const errors = [{ ...place, code: "bad_format", detail }];
    const title = "Validation failed";
    return new HttpError(400, undefined, {
      code: "validation_failed",
      title,
      errors,
      cause: error,
    });
  };
}

/** The message ends with the value in the quotes of the server's language: "x", »x«, «x» or « x ». */
function isQuoted(message: string, sent: string): boolean {
  return quotes.some(([open, close]) => message.endsWith(open + sent + close));
}

const quotes = [
  ['"', '"'],
  ["»", "«"],
  ["«", "»"],
  ["« ", " »"],
] as const;

/** The names in `Key (a, b)=(…)`, whatever the server's word for it; what follows them are values. */
function keyColumns(found: object): string[] {
  const names = /\((.+?)\)=/.exec(text(found, "detail"))?.[1];
  return names?.split(", ").map((name) => name.replace(/^"(.*)"$/, "$1")) ?? [];
}
