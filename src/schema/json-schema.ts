import type { StandardSchema } from "./standard-schema.ts";

/** A JSON Schema. Only the members that this package reads are typed. */
export interface JsonSchema extends Readonly<Record<string, unknown>> {
  /** The schemas of an object's members, by name. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A side of a schema: the value before parsing, or the parsed value. */
export type SchemaSide = "input" | "output";

/**
 * Returns the JSON Schema (draft 2020-12, which OpenAPI 3.1 uses unchanged) of one side of a schema. It comes from
 * Standard JSON Schema, which zod 4.2, arktype and other libraries implement. Returns undefined if the library does
 * not implement it, or if JSON Schema cannot express the schema, for example a date.
 *
 * @param libraryOptions Options for the schema library, which may help it express more. Default: none.
 */
export function jsonSchemaOf(
  schema: StandardSchema,
  side: SchemaSide,
  libraryOptions?: object,
): JsonSchema | undefined {
  const { jsonSchema } = schema["~standard"] as { jsonSchema?: Partial<JsonSchemaConverters> };
  try {
    const described = jsonSchema?.[side]?.({
      target: "draft-2020-12",
      ...(libraryOptions && { libraryOptions }),
    });
    if (!described) return undefined;
    const { $schema: _dialect, ...rest } = described;
    return rest;
  } catch {
    return undefined;
  }
}

type JsonSchemaConverters = Readonly<Record<SchemaSide, (options: ConverterOptions) => JsonSchema>>;

interface ConverterOptions {
  readonly target: "draft-2020-12";
  readonly libraryOptions?: object;
}
