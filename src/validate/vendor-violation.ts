import type { Violation } from "../messages/violation.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { arktypeIssues, arktypeViolation } from "./arktype-violation.ts";
import { valibotViolation } from "./valibot-violation.ts";
import { expandIssue, type PlacedIssues } from "./zod/issues.ts";
import { zodViolation } from "./zod/violations.ts";

/** Converts an issue of a library to the violation that is sent. Of a library that is not known, no issue says more. */
export function toVendorViolation(vendor: string, issue: SchemaIssue): Violation {
  return converters.get(vendor)?.(issue) ?? { code: "invalid" };
}

const converters: ReadonlyMap<string, (issue: SchemaIssue) => Violation> = new Map([
  ["zod", zodViolation],
  ["valibot", valibotViolation],
  ["arktype", arktypeViolation],
  // uploadedFiles has the violations themselves.
  ["express-backstop", (issue) => (issue as unknown as { violation: Violation }).violation],
]);

/** Returns the issues that an issue of a library stands for, at most as many as the limit. */
export function toPlacedIssues(vendor: string, issue: SchemaIssue, limit: number): PlacedIssues {
  if (vendor !== "arktype") return expandIssue(vendor, issue, limit);
  const issues = arktypeIssues(issue);
  const placed = issues.slice(0, limit).flatMap((one) => expandIssue(vendor, one, 1).placed);
  return { placed, total: issues.length };
}
