import { definitionOf, partsOf } from "./internals.ts";

/** Tells whether a schema of zod 4 looks, and lets values through, no deeper than it is itself. */
export function hasBoundedDepth(schema: unknown): boolean {
  try {
    return isBounded(schema, new Set());
  } catch {
    // A schema of another library, or one whose parts cannot be read.
    return false;
  }
}

function isBounded(schema: unknown, above: Set<unknown>): boolean {
  if (above.has(schema)) return false;
  above.add(schema);
  const def = definitionOf(schema);
  const bounded =
    def.type !== "any" &&
    def.type !== "unknown" &&
    (partsOf(def)?.every((part) => isBounded(part, above)) ?? false);
  above.delete(schema);
  return bounded;
}
