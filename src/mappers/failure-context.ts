import type { DatabaseFailure } from "./database-failure.ts";

/** Returns what the record says of a failure. It contains names of the schema and codes, but no values. */
export function contextOf(
  { code, constraint, table }: DatabaseFailure,
  fieldNotFound?: string,
): Readonly<Record<string, unknown>> {
  return {
    databaseCode: code,
    ...(constraint && { constraint }),
    ...(table && { table }),
    ...(fieldNotFound !== undefined && { fieldNotFound }),
  };
}
