import { definitionOf, partsOf } from "./internals.ts";

/**
 * Tells whether nothing in a schema of zod 4 can wait: it is of zod's own parts all through, and none of them awaits
 * what a function of the schema's author returns.
 */
export function neverWaits(schema: unknown): boolean {
  try {
    return isKnown(schema, new Set());
  } catch {
    // A part that cannot be read, such as one declared further down, is not known.
    return false;
  }
}

function isKnown(schema: unknown, seen: Set<unknown>): boolean {
  // A schema may contain itself.
  if (seen.has(schema)) return true;
  seen.add(schema);
  const def = definitionOf(schema);
  const parts = partsOf(def);
  if (!parts || def.fn !== undefined) return false;
  return [...parts, ...(def.checks ?? [])].every(
    (part) => isKnownCheck(part) || isKnown(part, seen),
  );
}

function isKnownCheck(part: unknown): boolean {
  const def = definitionOf(part);
  // A format is a string and a check in one.
  return def.type === undefined && checks.has(def.check);
}

const checks: ReadonlySet<string | undefined> = new Set([
  "less_than",
  "greater_than",
  "multiple_of",
  "number_format",
  "bigint_format",
  "max_length",
  "min_length",
  "length_equals",
  "string_format",
  "overwrite",
]);
