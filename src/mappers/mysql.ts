import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import type { DatabaseFailure, DatabaseKind } from "./database-failure.ts";
import { databaseMapper } from "./database-mapper.ts";
import type { DatabaseMapperOptions } from "./database-options.ts";
import { describeMysqlFailure } from "./mysql-message.ts";
import { socketFailureKind } from "./socket-failure.ts";
import { text } from "./unwrap-errors.ts";

export type { ConstraintMapping } from "./constraints.ts";
export type { DatabaseMapperOptions } from "./database-options.ts";

/**
 * Creates a mapper for the errors of MySQL and MariaDB, as mysql2 and mariadb throw them, even if a query builder has
 * wrapped them. Violated constraints become 409, values of the request that the database refuses 400, outages 503 and
 * timeouts 504. No text of the database is sent to the client.
 *
 * @param options The response for each constraint.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [mysql({ constraints: { articles_slug: { field: "title" } } })] }));
 */
export function mysql(options: DatabaseMapperOptions = {}): ErrorMapper {
  return databaseMapper("mysql", options, readMysqlFailure);
}

function readMysqlFailure(found: object): DatabaseFailure | undefined {
  const errno = tryReadMember(found, "errno");
  const isFromServer = /^[0-9A-Z]{5}$/.test(text(found, "sqlState"));
  // Not by `code`: mysql2 names the errors of MariaDB as other errors of MySQL. Errors of sockets have a negative errno.
  if (isFromServer && typeof errno === "number" && errno > 0) {
    const kind = kindOf(found, errno);
    return describeMysqlFailure({ kind, errno, message: text(found, "sqlMessage") });
  }
  const ofSocket = socketFailureKind(found);
  if (ofSocket) return { kind: ofSocket, code: text(found, "code") };
  const code = text(found, "code");
  const kind = codes.get(code) ?? messages.get(text(found, "message"));
  return kind && { kind, code: code || text(found, "message") };
}

function kindOf(found: object, errno: number): DatabaseKind {
  // No connection of the pool came to be, for the reason in `cause`.
  const cause = tryReadMember(found, "cause");
  const isUnreachable =
    typeof cause === "object" && cause !== null && socketFailureKind(cause) !== undefined;
  if (errno === 45_028 && isUnreachable) return "unreachable";
  // The server was started with an option that forbids the statement; only one of these options is read-only.
  if (errno === 1290 && !/read.only/i.test(text(found, "sqlMessage"))) return "bug";
  return kinds.get(errno) ?? "bug";
}

/** The kinds by number (MySQL error reference; MariaDB error codes; 45000 and above: the mariadb driver). */
const kinds: ReadonlyMap<number, DatabaseKind> = new Map<number, DatabaseKind>([
  [1062, "duplicate"],
  [1586, "duplicate"],
  [1216, "reference_missing"],
  [1452, "reference_missing"],
  [1217, "still_referenced"],
  [1451, "still_referenced"],
  [1048, "required"], // null
  [1364, "required"], // no value and no default
  [3819, "check"], // MySQL
  [4025, "check"], // MariaDB
  [1406, "too_long"],
  [1264, "out_of_range"],
  [1265, "bad_format"], // not one of an enum, or not a number
  [1292, "bad_format"], // not a date
  [1366, "bad_format"], // not a number, or characters that the column cannot store
  [1205, "busy"], // lock wait timeout
  [1213, "busy"], // deadlock
  [3572, "busy"], // NOWAIT
  [1317, "timeout"], // interrupted
  [1969, "timeout"], // max_statement_time of MariaDB
  [3024, "timeout"], // max_execution_time of MySQL
  [1040, "full"], // too many connections
  [1203, "full"], // of this user
  [1226, "full"], // a limit of this user
  [45_028, "full"], // the pool has no connection
  [1021, "down"], // disk full
  [1053, "down"], // shutting down
  [1114, "down"], // table full
  [1927, "lost"], // connection killed
  [45_009, "lost"], // socket closed
  [45_012, "down"], // connection timeout
  [45_013, "lost"], // connection closed
  [45_027, "down"], // pool closed
  [1290, "read_only"], // --read-only
  [1792, "read_only"], // READ ONLY transaction
  [1836, "read_only"],
  [1044, "misconfigured"], // no access to the database
  [1045, "misconfigured"], // wrong password
  [1698, "misconfigured"],
  [1049, "misconfigured"], // no such database
  [1142, "misconfigured"], // no permission
  [1143, "misconfigured"],
]);

/** The codes of mysql2 that have no number. */
const codes: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["PROTOCOL_CONNECTION_LOST", "lost"],
  ["PROTOCOL_SEQUENCE_TIMEOUT", "unconfirmed"], // the option `timeout` of a query
]);

/** The messages of mysql2 that have no code. */
const messages: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["Queue limit reached.", "full"],
  ["Pool is closed.", "down"],
  ["Can't add new command when connection is in closed state", "down"],
]);
