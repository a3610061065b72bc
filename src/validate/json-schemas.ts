import { type JsonSchema, jsonSchemaOf, type SchemaSide } from "../schema/json-schema.ts";
import { isStandardSchema, type StandardSchema } from "../schema/standard-schema.ts";
import { hideValues } from "./hide-values.ts";
import { mayHaveSecrets, type SecretPart } from "./may-have-secrets.ts";
import {
  type RequestSchemas,
  type SchemaChoice,
  schemaParts,
  type ValidateSchemas,
} from "./request-schemas.ts";
import { sentSide } from "./zod/codec.ts";

/** The schemas of a `validate` middleware as JSON Schema: by part, and for responses by status. */
export type ValidationJsonSchemas = Readonly<Partial<Record<keyof RequestSchemas, JsonSchema>>> & {
  /** The response bodies, by status. */
  readonly response?: Readonly<Record<number, JsonSchema>>;
};

/**
 * Converts schemas to JSON Schema: those of the request describe what a client may send, those of responses what a
 * client receives. A schema is omitted if its library does not implement Standard JSON Schema, which zod 4 and arktype
 * do, or if JSON Schema cannot express a part of it, such as a date. Those of headers and cookies have no values, unless
 * their rules are revealed.
 */
export function toJsonSchemas(
  { response, ...request }: ValidateSchemas,
  revealed: readonly SecretPart[],
): ValidationJsonSchemas {
  const responses = convertAll(response ?? {}, "output");
  const parts = convertAll(request, "input");
  for (const part of schemaParts) {
    const schema = parts[part];
    if (schema && mayHaveSecrets(part, revealed)) parts[part] = hideValues(schema);
  }
  return {
    ...parts,
    ...(Object.keys(responses).length > 0 && { response: responses }),
  };
}

function convertAll(
  schemas: Readonly<Record<string, StandardSchema | SchemaChoice>>,
  side: SchemaSide,
): Record<string, JsonSchema> {
  const converted: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    if (!isStandardSchema(schema)) continue;
    const json = jsonSchemaOf(schema, side === "output" ? sentSide(schema) : side);
    if (json) converted[name] = json;
  }
  return converted;
}
