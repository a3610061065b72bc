import { jsonSchemaOf, type JsonSchema, type SchemaSide } from "../schema/json-schema.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";

/**
 * Gives the JSON Schema of one side of a schema. Where JSON Schema has no words for a part of it, that part takes
 * anything, but for zod's dates, which are texts on the wire; where the library writes no JSON Schema at all, the
 * whole takes anything, and its description says why.
 */
export function describeSchema(schema: StandardSchema, side: SchemaSide): JsonSchema {
  return (
    jsonSchemaOf(schema, side) ??
    jsonSchemaOf(schema, side, lenient) ?? {
      description: `${schema["~standard"].vendor} gives no JSON Schema of this.`,
    }
  );
}

/** The options of zod's `toJSONSchema`; other libraries pass over them. */
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
