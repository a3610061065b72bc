import { type JsonSchema, jsonSchemaOf, type SchemaSide } from "../schema/json-schema.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import type { RequestSchemas, ValidateSchemas } from "./request-schemas.ts";

/** The schemas of a `validate` middleware as JSON Schema: by part, and for responses by status. */
export type ValidationJsonSchemas = Readonly<Partial<Record<keyof RequestSchemas, JsonSchema>>> & {
  /** The response bodies, by status. */
  readonly response?: Readonly<Record<number, JsonSchema>>;
};

/**
 * Converts schemas to JSON Schema: those of the request describe what a client may send, those of responses what a
 * client receives. A schema is omitted if its library does not implement Standard JSON Schema, which zod 4 and arktype
 * do, or if JSON Schema cannot express a part of it, such as a date.
 */
export function toJsonSchemas({ response, ...request }: ValidateSchemas): ValidationJsonSchemas {
  const responses = convertAll(response ?? {}, "output");
  return {
    ...convertAll(request, "input"),
    ...(Object.keys(responses).length > 0 && { response: responses }),
  };
}

function convertAll(
  schemas: Readonly<Record<string, StandardSchema>>,
  side: SchemaSide,
): Record<string, JsonSchema> {
  const converted: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const json = jsonSchemaOf(schema, side);
    if (json) converted[name] = json;
  }
  return converted;
}
