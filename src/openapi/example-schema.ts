import type { JsonSchema } from "../schema/json-schema.ts";

/**
 * Returns a JSON Schema of the types in an example. It requires nothing, because another value may lack what this one
 * has.
 */
export function exampleSchema(value: unknown): JsonSchema {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return { type: "array", ...(items.length > 0 && { items: exampleSchema(items[0]) }) };
  }
  switch (typeof value) {
    case "string":
      return { type: "string" };
    case "boolean":
      return { type: "boolean" };
    case "number":
      return { type: Number.isInteger(value) ? "integer" : "number" };
    default:
      return value === null ? {} : { type: "object", properties: propertiesOf(Object(value)) };
  }
}

function propertiesOf(value: object): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, exampleSchema(member)]),
  );
}
