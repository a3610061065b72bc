import type { SchemaIssue, SchemaResult } from "../schema/standard-schema.ts";
import type { IllFormedText } from "./ill-formed.ts";

/** The result of checking a value, in the same form for every schema library. */
export type SchemaOutcome =
  | { readonly kind: "valid"; readonly value: unknown }
  | InvalidOutcome
  | { readonly kind: "failed"; readonly error: Error };

/** The result for a value that breaks rules, or that was not checked for its depth or its texts. */
export type InvalidOutcome =
  | { readonly kind: "invalid"; readonly issues: readonly SchemaIssue[] }
  | { readonly kind: "too_deep" }
  | { readonly kind: "ill_formed"; readonly texts: readonly IllFormedText[] };

/** Converts a result of Standard Schema. */
export function toOutcome(result: SchemaResult<unknown>): SchemaOutcome {
  return result.issues
    ? { kind: "invalid", issues: result.issues }
    : { kind: "valid", value: result.value };
}
