/** A conflict with data that the database has. Each kind is named like its default code. */
export type ConflictKind = "duplicate" | "reference_missing" | "still_referenced" | "conflict";

/** A value that the database refuses. */
export type ValueKind = "required" | "check" | "too_long" | "out_of_range" | "bad_format";

/** A row that is not there, or not in the version that the app read. */
export type RecordKind = "not_found" | "stale";

/** A database that cannot do its work now. */
export type OutageKind =
  | "busy" // a deadlock, a lock
  | "full" // out of connections
  | "down"
  | "lost" // the connection was lost while a statement may have run
  | "unreachable" // a refused socket does not say which server refused it
  | "cut_off" // a socket was closed while a statement may have run
  | "read_only"
  | "timeout"
  | "unconfirmed"; // the client stopped waiting, and the server goes on

/** A fault of the server, so the response stays a 500. */
export type ServerFaultKind = "misconfigured" | "bug";

/** Each kind of failure of a database. The tables of the mappers lead from the codes of a library to these kinds. */
export type DatabaseKind = ConflictKind | ValueKind | RecordKind | OutageKind | ServerFaultKind;

/** The error of a driver, as a mapper reads it. */
export interface DatabaseFailure {
  readonly kind: DatabaseKind;
  /** The code of the library, for the record. */
  readonly code: string | number;
  /** The name of the violated constraint; undefined if the database does not tell it. */
  readonly constraint?: string | undefined;
  /** The name of the table, for the record. */
  readonly table?: string | undefined;
  /** The columns at fault, as far as they are known. Default: none. */
  readonly columns?: readonly string[] | undefined;
  /** Returns true if a text is the value at fault, or may be. Default: it is unknown which. */
  readonly isValue?: ((text: string) => boolean) | undefined;
  /** The phrase that follows the name of a refused field. Default: that of the kind. */
  readonly phrase?: string | undefined;
  /** True if the key is the primary key of one column, and `isValue` knows its value. Default: false. */
  readonly isPrimaryKey?: boolean | undefined;
  /** True if the message of the error quotes values, which the record must not have. Default: false. */
  readonly quotesValues?: boolean | undefined;
}
