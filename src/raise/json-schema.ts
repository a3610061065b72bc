import type { StandardSchema } from "../validate/standard-schema.ts";

/** A JSON Schema of an object, as far as it is read here. */
export interface ObjectSchema extends Readonly<Record<string, unknown>> {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/**
 * Gives the JSON Schema (draft 2020-12) of what a schema gives, by Standard JSON Schema, which zod 4.2 and others
 * implement; undefined where the library has none, or none for this schema.
 */
export function jsonSchemaOf(schema: StandardSchema): ObjectSchema | undefined {
  const { jsonSchema } = schema["~standard"] as { jsonSchema?: Partial<JsonSchemas> };
  if (typeof jsonSchema?.output !== "function") return undefined;
  try {
    const { $schema: _dialect, ...rest } = jsonSchema.output({ target: "draft-2020-12" });
    return rest;
  } catch {
    // A date, a transform: JSON Schema has no word for it.
    return undefined;
  }
}

interface JsonSchemas {
  output(options: { readonly target: "draft-2020-12" }): Readonly<Record<string, unknown>>;
}
