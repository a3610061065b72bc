import type { Violation } from "../messages/violation.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { expandIssue, type PlacedIssues } from "./zod/issues.ts";
import { zodViolation } from "./zod/violations.ts";

/** Converts an issue of a library to the violation that is sent. Of a library that is not known, no issue says more. */
export function toVendorViolation(vendor: string, issue: SchemaIssue): Violation {
  return converters.get(vendor)?.(issue) ?? { code: "invalid" };
}

const converters = /* @__PURE__ */ new Map<string, (issue: SchemaIssue) => Violation>([
  ["zod", zodViolation],
  // uploadedFiles has the violations themselves.
  ["express-backstop", (issue) => (issue as unknown as { violation: Violation }).violation],
]);

/** Returns the issues that an issue of a library stands for, at most as many as the limit. */
export function toPlacedIssues(vendor: string, issue: SchemaIssue, limit: number): PlacedIssues {
  const split = splitters.get(vendor);
  if (!split) return expandIssue(vendor, issue, limit);
  const issues = split(issue);
  const placed = issues.slice(0, limit).flatMap((one) => expandIssue(vendor, one, 1).placed);
  return { placed, total: issues.length };
}

const splitters = /* @__PURE__ */ new Map<string, (issue: SchemaIssue) => readonly SchemaIssue[]>();

/**
 * Loads what converts the issues of a library, when the first schema of the library is declared: an app without such
 * schemas never reads it.
 *
 * @returns A promise until it is loaded; undefined afterwards, and for a library that needs nothing.
 */
export function loadVendor(vendor: string): Promise<void> | undefined {
  const load = converters.has(vendor) ? undefined : loaders.get(vendor);
  if (!load) return undefined;
  let loading = loads.get(vendor);
  if (!loading) {
    loading = load().catch((cause: unknown) => {
      process.emitWarning(`The texts for ${vendor} could not be loaded: ${String(cause)}`, {
        code: "BACKSTOP_VENDOR_MISSING",
      });
    });
    loads.set(vendor, loading);
  }
  return loading;
}

const loads = /* @__PURE__ */ new Map<string, Promise<void>>();

const loaders: ReadonlyMap<string, () => Promise<void>> = /* @__PURE__ */ new Map([
  [
    "valibot",
    async () => {
      const { valibotViolation } = await import("./valibot-violation.ts");
      converters.set("valibot", valibotViolation);
    },
  ],
  [
    "arktype",
    async () => {
      const { arktypeIssues, arktypeViolation } = await import("./arktype-violation.ts");
      splitters.set("arktype", arktypeIssues);
      converters.set("arktype", arktypeViolation);
    },
  ],
]);
