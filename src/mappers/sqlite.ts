import type { Request } from "express";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import type { DatabaseFailure, DatabaseKind } from "./database-failure.ts";
import { databaseMapper } from "./database-mapper.ts";
import type { DatabaseMapperOptions } from "./database-options.ts";
import { text } from "./unwrap-errors.ts";

export type { ConstraintMapping } from "./constraints.ts";
export type { DatabaseMapperOptions } from "./database-options.ts";

/**
 * Creates a mapper for the errors of SQLite, as better-sqlite3, @libsql/client and node:sqlite throw them, even if a
 * query builder has wrapped them. Violated constraints become 409, values of the request that the database refuses 400,
 * a locked database 503. No text of the database is sent to the client.
 *
 * @param options The response for each constraint. SQLite names a unique constraint by its columns: `articles.slug`.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [sqlite({ constraints: { "articles.slug": { field: "title" } } })] }));
 */
export function sqlite(options: DatabaseMapperOptions = {}): ErrorMapper {
  return databaseMapper("sqlite", options, readSqliteFailure);
}

function readSqliteFailure(found: object, request: Request): DatabaseFailure | undefined {
  const code = codeOf(found);
  const message = text(found, "message");
  if (code === undefined) {
    return closedMessages.has(message) ? { kind: "down", code: message } : undefined;
  }
  const kind = kinds.get(code) ?? kinds.get(primaryCodeOf(code)) ?? constraintKind(code, message);
  // SQLite does not tell a missing row from a row that is still referenced. A DELETE inserts nothing that refers to a row.
  const isDelete = request.method === "DELETE";
  const told = kind === "reference_missing" && isDelete ? "still_referenced" : kind;
  return { kind: told, code, quotesValues: true, ...namesIn(message) };
}

/** Returns the extended code by name, or by number if the driver tells only the number. */
function codeOf(found: object): string | undefined {
  const named = text(found, "extendedCode") || text(found, "code");
  const number = tryReadMember(found, "rawCode") ?? tryReadMember(found, "errcode");
  const byNumber = typeof number === "number" ? numbers.get(number) : undefined;
  if (named === "CLIENT_CLOSED") return "SQLITE_CLOSED";
  if (named.startsWith("SQLITE_")) return named;
  if (named === "ERR_SQLITE_ERROR" || named.startsWith("UNKNOWN_SQLITE_ERROR"))
    return byNumber ?? numbers.get(Number(number) % 256) ?? "SQLITE_ERROR";
  return undefined;
}

/** Returns SQLITE_BUSY for SQLITE_BUSY_SNAPSHOT. */
function primaryCodeOf(code: string): string {
  return code.split("_").slice(0, 2).join("_");
}

/** Returns the kind of a violated constraint if the driver tells only that, as sqlite3 does. */
function constraintKind(code: string, message: string): DatabaseKind {
  if (code !== "SQLITE_CONSTRAINT") return "bug";
  const found = [...texts].find(([begin]) => message.includes(`${begin} constraint failed`));
  return found?.[1] ?? "bug";
}

const texts: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["UNIQUE", "duplicate"],
  ["FOREIGN KEY", "reference_missing"],
  ["NOT NULL", "required"],
  ["CHECK", "check"],
]);

/** Reads the names in "UNIQUE constraint failed: articles.a, articles.b" and "… column articles.a". */
function namesIn(message: string): Pick<DatabaseFailure, "constraint" | "table" | "columns"> {
  // The last one: Knex puts the statement with its values before the message.
  const failed = message.lastIndexOf(failedText);
  const stored = /cannot store \w+ value in \w+ column (\S+)$/.exec(message)?.[1];
  const names = failed === -1 ? stored : message.slice(failed + failedText.length);
  if (names === undefined) return {};
  const index = /^index '(.+)'$/.exec(names)?.[1];
  if (index !== undefined) return { constraint: index };
  const columns = names.split(", ").filter((name) => /^[^\s.]+\.[^\s.]+$/.test(name));
  const [first = ""] = columns;
  return {
    constraint: names,
    ...(first !== "" && { table: first.split(".")[0] }),
    columns: columns.map((name) => name.slice(name.indexOf(".") + 1)),
  };
}

const failedText = " constraint failed: ";

const closedMessages: ReadonlySet<string> = new Set([
  "The database connection is not open", // better-sqlite3
  "database is not open", // node:sqlite
]);

/** The kinds by the name of the extended code, or of the primary code (SQLite documentation, "Result and Error Codes"). */
const kinds: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["SQLITE_CONSTRAINT_UNIQUE", "duplicate"],
  ["SQLITE_CONSTRAINT_PRIMARYKEY", "duplicate"],
  ["SQLITE_CONSTRAINT_ROWID", "duplicate"],
  ["SQLITE_CONSTRAINT_FOREIGNKEY", "reference_missing"], // or still_referenced
  ["SQLITE_CONSTRAINT_NOTNULL", "required"],
  ["SQLITE_CONSTRAINT_CHECK", "check"],
  ["SQLITE_CONSTRAINT_DATATYPE", "bad_format"], // a strict table
  ["SQLITE_BUSY", "busy"],
  ["SQLITE_LOCKED", "busy"],
  ["SQLITE_INTERRUPT", "timeout"],
  ["SQLITE_READONLY", "read_only"],
  ["SQLITE_CANTOPEN", "down"],
  ["SQLITE_CLOSED", "down"],
  ["SQLITE_CORRUPT", "down"],
  ["SQLITE_FULL", "down"], // disk full
  ["SQLITE_IOERR", "down"],
  ["SQLITE_NOTADB", "down"],
  ["SQLITE_AUTH", "misconfigured"],
  ["SQLITE_PERM", "misconfigured"],
]);

/** The names of the numbers. */
const numbers: ReadonlyMap<number, string> = new Map([
  [2067, "SQLITE_CONSTRAINT_UNIQUE"],
  [1555, "SQLITE_CONSTRAINT_PRIMARYKEY"],
  [2579, "SQLITE_CONSTRAINT_ROWID"],
  [787, "SQLITE_CONSTRAINT_FOREIGNKEY"],
  [1299, "SQLITE_CONSTRAINT_NOTNULL"],
  [275, "SQLITE_CONSTRAINT_CHECK"],
  [3091, "SQLITE_CONSTRAINT_DATATYPE"],
  [3, "SQLITE_PERM"],
  [5, "SQLITE_BUSY"],
  [6, "SQLITE_LOCKED"],
  [8, "SQLITE_READONLY"],
  [9, "SQLITE_INTERRUPT"],
  [10, "SQLITE_IOERR"],
  [11, "SQLITE_CORRUPT"],
  [13, "SQLITE_FULL"],
  [14, "SQLITE_CANTOPEN"],
  [23, "SQLITE_AUTH"],
  [26, "SQLITE_NOTADB"],
]);
