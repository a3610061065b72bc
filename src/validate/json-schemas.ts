import { type JsonSchema, jsonSchemaOf, type SchemaSide } from "../schema/json-schema.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import type { RequestSchemas, ValidateSchemas } from "./request-schemas.ts";

/** The JSON Schemas of what `validate` was given, by part; of answers by status. */
export type ValidationJsonSchemas = Readonly<Partial<Record<keyof RequestSchemas, JsonSchema>>> & {
  /** What a client gets, by status. */
  readonly response?: Readonly<Record<number, JsonSchema>>;
};

/**
 * Describes the schemas as JSON Schema: of a request what a client may send, of an answer what it gets. A schema is
 * left out when its library does not follow Standard JSON Schema, as zod 4 and arktype do, or when it has something,
 * such as a date, for which JSON Schema has no words.
 */
export function toJsonSchemas({ response, ...request }: ValidateSchemas): ValidationJsonSchemas {
  const answers = describeAll(response ?? {}, "output");
  return {
    ...describeAll(request, "input"),
    ...(Object.keys(answers).length > 0 && { response: answers }),
  };
}

function describeAll(
  schemas: Readonly<Record<string, StandardSchema>>,
  side: SchemaSide,
): Record<string, JsonSchema> {
  const described: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const json = jsonSchemaOf(schema, side);
    if (json) described[name] = json;
  }
  return described;
}
