import type { DatabaseKind } from "./database-failure.ts";

/** Returns the kind of a SQLSTATE of PostgreSQL. Codes that are not known are bugs of the server. */
export function kindOfSqlState(code: string): DatabaseKind {
  return kinds.get(code) ?? kinds.get(code.slice(0, 2)) ?? "bug";
}

/** The kinds by SQLSTATE, or by its class if the whole class means the same (PostgreSQL documentation, appendix A). */
const kinds: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["23505", "duplicate"],
  ["23P01", "conflict"], // an exclusion constraint
  ["23503", "reference_missing"], // or still_referenced, which the message tells
  ["23001", "still_referenced"], // ON DELETE RESTRICT, since PostgreSQL 18
  ["23502", "required"],
  ["23514", "check"],
  ["P0001", "check"], // RAISE EXCEPTION, which may name a constraint
  ["22001", "too_long"],
  ["22003", "out_of_range"],
  ["22008", "bad_format"], // a date that the calendar does not have
  ["22P02", "bad_format"], // not of the type
  ["22007", "bad_format"], // not a date or time
  ["22021", "bad_format"], // a NUL byte in a text
  ["22P05", "bad_format"], // \u0000 in JSON
  ["40001", "busy"], // serialization failure
  ["40P01", "busy"], // deadlock
  ["55P03", "busy"], // lock not available
  ["57014", "timeout"], // statement timeout
  ["25P04", "timeout"], // transaction timeout, since PostgreSQL 17
  ["53300", "full"], // too many connections
  ["53", "down"], // out of disk, of memory
  ["08", "lost"], // connection lost
  ["08P01", "bug"], // protocol violation: the driver's or ours
  ["57P01", "down"], // shut down by the administrator
  ["57P02", "down"], // crashed
  ["57P03", "down"], // starting up
  ["58", "down"], // I/O
  ["25006", "read_only"], // read-only transaction: a failover under way
  ["28", "misconfigured"], // wrong password or role
  ["3D000", "misconfigured"], // no such database
  ["42501", "misconfigured"], // no permission
]);
