import { jsonSchemaOf, type JsonSchema, type SchemaSide } from "../schema/json-schema.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";

/**
 * Converts the input or the output side of a schema to JSON Schema. A part that JSON Schema cannot express allows any
 * value, except a date of zod, which is sent as a string. If the library does not support JSON Schema, the result
 * allows any value, and its description says so.
 */
export function describeSchema(schema: StandardSchema, side: SchemaSide): JsonSchema {
  return (
    jsonSchemaOf(schema, side) ??
    jsonSchemaOf(schema, side, lenient) ?? {
      description: `${schema["~standard"].vendor} cannot convert this schema to JSON Schema.`,
    }
  );
}

/** The options of zod's `toJSONSchema`. Other libraries ignore them. */
const lenient = {
  unrepresentable: "any",
  override({ zodSchema, jsonSchema }: ZodNode): void {
    if (zodSchema?.def?.type === "date") {
      Object.assign(jsonSchema, { type: "string", format: "date-time" });
    }
  },
};

interface ZodNode {
  readonly zodSchema?: { readonly def?: { readonly type?: string } };
  readonly jsonSchema: object;
}
