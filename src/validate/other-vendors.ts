import type { Violation } from "../messages/violation.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { arktypeIssues, arktypeViolation } from "./arktype-violation.ts";
import { valibotViolation } from "./valibot-violation.ts";

// What only apps with schemas of valibot or ArkType load.

/** Converts an issue of one of these libraries to the violation that is sent. */
export function toOtherViolation(vendor: string, issue: SchemaIssue): Violation {
  return vendor === "arktype" ? arktypeViolation(issue) : valibotViolation(issue);
}

/** Returns the issues that an issue of one of these libraries stands for. */
export function splitIssue(vendor: string, issue: SchemaIssue): readonly SchemaIssue[] {
  return vendor === "arktype" ? arktypeIssues(issue) : [issue];
}
