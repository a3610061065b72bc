import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import type { DatabaseFailure, DatabaseKind } from "./database-failure.ts";
import { databaseMapper } from "./database-mapper.ts";
import type { PostgresMapperOptions } from "./database-options.ts";
import { readAdapterCause, readServerError } from "./postgres-failure.ts";
import { socketFailureKind } from "./socket-failure.ts";
import { text } from "./unwrap-errors.ts";

export type { ConstraintMapping } from "./constraints.ts";
export type { PostgresMapperOptions } from "./database-options.ts";

/**
 * Creates a mapper for the errors of pg, PGlite and postgres.js, even if a query builder has wrapped them. Violated
 * constraints become 409, values of the request that the database refuses 400, outages 503 and timeouts 504. No text of
 * the database is sent to the client.
 *
 * @param options The response for each constraint.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres({ constraints: { articles_slug_key: { field: "title" } } })] }));
 */
export function postgres(options: PostgresMapperOptions = {}): ErrorMapper {
  return databaseMapper("postgres", options, readPostgresFailure);
}

/** Returns what an error of a PostgreSQL driver says; undefined for any other error. */
function readPostgresFailure(found: object): DatabaseFailure | undefined {
  const failure = readAdapterCause(found) ?? readServerError(found);
  if (failure) return failure;
  const code = text(found, "code");
  const ofConnection = connectionCodes.get(code);
  if (ofConnection && text(found, "errno") === code) return { kind: ofConnection, code };
  const ofSocket = socketFailureKind(found);
  if (ofSocket) return { kind: ofSocket, code };
  const kind = messages.get(tryReadMember(found, "message"));
  return kind && { kind, code: text(found, "message") };
}

/** The kinds of the drivers' own errors that have no code, by message: those of pg, then that of PGlite. */
const messages: ReadonlyMap<unknown, DatabaseKind> = new Map<unknown, DatabaseKind>([
  ["Connection terminated", "lost"],
  ["Connection terminated unexpectedly", "lost"],
  ["Connection terminated due to connection timeout", "down"],
  ["timeout exceeded when trying to connect", "full"], // the pool has no connection
  ["Client has encountered a connection error and is not queryable", "down"],
  ["Client was closed and is not queryable", "down"],
  ["Cannot use a pool after calling end on the pool", "down"],
  ["timeout expired", "unreachable"], // while it connects
  ["Query read timeout", "unconfirmed"],
  ["PGlite is closed", "down"],
]);

/** The codes of postgres.js for a connection that is gone or never came to be; it repeats them in `errno`. */
const connectionCodes: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["CONNECTION_CLOSED", "lost"],
  ["CONNECTION_DESTROYED", "lost"],
  ["CONNECTION_ENDED", "down"],
  ["CONNECT_TIMEOUT", "down"],
]);
