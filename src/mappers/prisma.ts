import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import type { DatabaseFailure, DatabaseKind } from "./database-failure.ts";
import { databaseMapper } from "./database-mapper.ts";
import type { DatabaseMapperOptions } from "./database-options.ts";
import { readAdapterCause } from "./postgres-failure.ts";
import { text } from "./unwrap-errors.ts";

export type { ConstraintMapping } from "./constraints.ts";
export type { DatabaseMapperOptions } from "./database-options.ts";

/**
 * Creates a mapper for the errors of Prisma Client, by the codes of Prisma and, where Prisma 7 has an adapter for pg, by
 * the error of the server. Violated constraints become 409, values of the request that the database refuses 400, a
 * missing row 404, outages 503 and timeouts 504. No text of Prisma is sent to the client.
 *
 * @param options The response for each constraint.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [prisma({ constraints: { Article_slug_key: { field: "title" } } })] }));
 */
export function prisma(options: DatabaseMapperOptions = {}): ErrorMapper {
  return databaseMapper("prisma", options, readPrismaFailure);
}

function readPrismaFailure(found: object): DatabaseFailure | undefined {
  const isPrisma = text(found, "clientVersion") !== "";
  const code = text(found, "code") || text(found, "errorCode");
  if (!isPrisma) return undefined;
  const kind = poolMessages.get(text(found, "message"));
  if (kind) return { kind, code: "pool" };
  // Errors without a code, such as PrismaClientValidationError, are about the call, which the server makes.
  if (!/^P\d{4}$/.test(code)) return { kind: "bug", code };
  const meta = memberOf(found, "meta");
  const cause = memberOf(memberOf(meta, "driverAdapterError"), "cause");
  const ofServer = readAdapterCause(cause);
  // The messages of Prisma print the arguments of the call.
  if (ofServer) return { ...ofServer, quotesValues: true };
  return { kind: kindOf(code, meta, cause), code, quotesValues: true, ...namesIn(meta, cause) };
}

function kindOf(code: string, meta: object, cause: object): DatabaseKind {
  // The row that a nested `connect` refers to, not the row that the request is about.
  const isNested = text(meta, "operation").startsWith("a nested ");
  if (code === "P2025" && isNested) return "reference_missing";
  const isStillReferenced = /^update or delete|parent row/i.test(text(cause, "originalMessage"));
  if (code === "P2003" && isStillReferenced) return "still_referenced";
  return kinds.get(code) ?? "bug";
}

/** Reads the names where Prisma 7 has them, and where earlier versions have them. */
function namesIn(meta: object, cause: object): Pick<DatabaseFailure, "constraint" | "columns"> {
  const violated = memberOf(cause, "constraint");
  const fields = tryReadMember(violated, "fields") ?? tryReadMember(meta, "target");
  const index = text(violated, "index") || text(meta, "target") || text(meta, "constraint");
  const column = text(meta, "column_name") || text(memberOf(violated, "foreignKey"), "column");
  const columns: readonly unknown[] = Array.isArray(fields) ? fields : [column];
  return {
    constraint: index,
    columns: columns.filter((name): name is string => typeof name === "string" && name !== ""),
  };
}

function memberOf(value: object, name: string): object {
  const member = tryReadMember(value, name);
  return typeof member === "object" && member !== null ? member : {};
}

/** The kinds by code (Prisma documentation, "Error message reference"). */
const kinds: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["P2002", "duplicate"],
  ["P2003", "reference_missing"], // or still_referenced
  ["P2014", "conflict"], // a required relation would be broken
  ["P2001", "not_found"],
  ["P2025", "not_found"],
  ["P2015", "reference_missing"], // a related record
  ["P2018", "reference_missing"], // the records to connect
  ["P2011", "required"],
  ["P2004", "check"],
  ["P2000", "too_long"],
  ["P2020", "out_of_range"],
  ["P2005", "bad_format"],
  ["P2006", "bad_format"],
  ["P2007", "bad_format"],
  ["P2034", "busy"], // write conflict, deadlock
  ["P2028", "busy"], // a transaction that could not start or took too long
  ["P1008", "timeout"],
  ["P2024", "full"], // the pool has no connection
  ["P2037", "full"], // too many connections
  ["P1001", "down"], // not reachable
  ["P1002", "down"], // reachable, but timed out
  ["P1017", "down"], // connection closed
  ["P1000", "misconfigured"], // wrong password
  ["P1003", "misconfigured"], // no such database
  ["P1010", "misconfigured"], // no permission
  ["P2021", "misconfigured"], // no such table
  ["P2022", "misconfigured"], // no such column
]);

/** The message of the pool of pg, to which Prisma only adds its version. */
const poolMessages: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["timeout exceeded when trying to connect", "full"],
]);
