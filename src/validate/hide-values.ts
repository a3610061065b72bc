import type { JsonSchema } from "../schema/json-schema.ts";

/**
 * Removes the values that a JSON Schema contains, such as those of `const`, `enum`, `pattern` and `default`. A schema of
 * headers or cookies may contain a secret. Names, types, formats and what the author wrote for readers stay.
 */
export function hideValues(schema: JsonSchema): JsonSchema {
  const kept = Object.entries(schema).flatMap(([keyword, value]) => {
    const keep = keywords.get(keyword);
    const shown = keep?.(value);
    return shown === undefined ? [] : [[keyword, shown] as const];
  });
  return Object.fromEntries(kept);
}

type Keep = (value: unknown) => unknown;

const asItIs: Keep = (value) => value;
const ofSchema: Keep = (value) =>
  // Inside a schema, an object is a schema, and true and false are too.
  typeof value === "object" && value !== null ? hideValues(value as JsonSchema) : value;
const ofSchemas: Keep = (value) => (Array.isArray(value) ? value.map(ofSchema) : undefined);
const ofMembers: Keep = (value) =>
  Object.fromEntries(Object.entries(Object(value)).map(([name, one]) => [name, ofSchema(one)]));
const ofFormat: Keep = (value) =>
  typeof value === "string" && /^[\w-]+$/.test(value) ? value : undefined;

/** The keywords that stay, with what stays of their values. */
const keywords: ReadonlyMap<string, Keep> = new Map<string, Keep>([
  ["$schema", asItIs],
  ["$ref", asItIs],
  ["$defs", ofMembers],
  ["type", asItIs],
  ["format", ofFormat],
  ["title", asItIs],
  ["description", asItIs],
  ["deprecated", asItIs],
  ["required", asItIs],
  ["properties", ofMembers],
  ["additionalProperties", ofSchema],
  ["items", ofSchema],
  ["prefixItems", ofSchemas],
  ["anyOf", ofSchemas],
  ["oneOf", ofSchemas],
  ["allOf", ofSchemas],
]);
