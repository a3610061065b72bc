import type { StandardSchema } from "./standard-schema.ts";

/** A JSON Schema, as far as it is read here. */
export interface JsonSchema extends Readonly<Record<string, unknown>> {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Which side of a schema: what it takes, or what it gives. */
export type SchemaSide = "input" | "output";

/**
 * Gives the JSON Schema (draft 2020-12, which OpenAPI 3.1 takes as it is) of one side of a schema, by Standard JSON
 * Schema, which zod 4.2, arktype and others implement; undefined where the library does not, or where JSON Schema has
 * no words for it, such as for a date, and the options of the library do not help.
 */
export function jsonSchemaOf(
  schema: StandardSchema,
  side: SchemaSide,
  libraryOptions?: object,
): JsonSchema | undefined {
  const { jsonSchema } = schema["~standard"] as { jsonSchema?: Partial<Describers> };
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

type Describers = Readonly<Record<SchemaSide, (options: DescriberOptions) => JsonSchema>>;

interface DescriberOptions {
  readonly target: "draft-2020-12";
  readonly libraryOptions?: object;
}
