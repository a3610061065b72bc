import type { Violation } from "../messages/violation.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { expandIssue, type PlacedIssues } from "./zod/issues.ts";
import { zodViolation } from "./zod/violations.ts";

/** Converts an issue of a library to the violation that is sent. Of a library that is not known, no issue says more. */
export function toVendorViolation(vendor: string, issue: SchemaIssue): Violation {
  if (vendor === "zod") return zodViolation(issue);
  // uploadedFiles has the violations themselves.
  if (vendor === "express-backstop")
    return (issue as unknown as { violation: Violation }).violation;
  return isOther(vendor) && others ? others.toOtherViolation(vendor, issue) : { code: "invalid" };
}

/** Returns the issues that an issue of a library stands for, at most as many as the limit. */
export function toPlacedIssues(vendor: string, issue: SchemaIssue, limit: number): PlacedIssues {
  if (!isOther(vendor) || !others) return expandIssue(vendor, issue, limit);
  const issues = others.splitIssue(vendor, issue);
  const placed = issues.slice(0, limit).flatMap((one) => expandIssue(vendor, one, 1).placed);
  return { placed, total: issues.length };
}

/**
 * Loads what converts the issues of valibot and ArkType, when the first schema of theirs is declared: an app without
 * such schemas never reads it.
 *
 * @returns A promise until it is loaded; undefined afterwards, and for every other library.
 */
export function loadVendor(vendor: string): Promise<void> | undefined {
  if (others || !isOther(vendor)) return undefined;
  return (loading ??= load(vendor));
}

function isOther(vendor: string): boolean {
  return vendor === "valibot" || vendor === "arktype";
}

let others: typeof import("./other-vendors.ts") | undefined;
let loading: Promise<void> | undefined;

async function load(vendor: string): Promise<void> {
  try {
    others = await import("./other-vendors.ts");
  } catch (cause) {
    process.emitWarning(`The code for ${vendor} could not be loaded: ${String(cause)}`, {
      code: "BACKSTOP_VENDOR_MISSING",
    });
  }
}
