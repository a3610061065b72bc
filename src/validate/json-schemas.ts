import type { RequestSchemas, ValidateSchemas } from "./request-schemas.ts";
import type { StandardSchema } from "./standard-schema.ts";

/** A JSON Schema of draft 2020-12, which OpenAPI 3.1 takes as it is. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schemas of what `validate` was given, by part; of answers by status. */
export type JsonSchemas = Readonly<Partial<Record<keyof RequestSchemas, JsonSchema>>> & {
  /** What a client gets, by status. */
  readonly response?: Readonly<Record<number, JsonSchema>>;
};

/**
 * Describes the schemas as JSON Schema: of a request what a client may send, of an answer what it gets. A schema is
 * left out when its library does not follow Standard JSON Schema, as zod 4 and arktype do, or when it has something,
 * such as a date, for which JSON Schema has no words.
 */
export function toJsonSchemas({ response, ...request }: ValidateSchemas): JsonSchemas {
  const answers = describeAll(response ?? {}, "output");
  return {
    ...describeAll(request, "input"),
    ...(Object.keys(answers).length > 0 && { response: answers }),
  };
}

type Side = "input" | "output";

function describeAll(
  schemas: Readonly<Record<string, StandardSchema>>,
  side: Side,
): Record<string, JsonSchema> {
  const described: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const json = describe(schema, side);
    if (json) described[name] = json;
  }
  return described;
}

function describe(schema: StandardSchema, side: Side): JsonSchema | undefined {
  const { jsonSchema } = schema["~standard"] as {
    readonly jsonSchema?: Readonly<Record<Side, (options: { target: string }) => JsonSchema>>;
  };
  try {
    return jsonSchema?.[side]({ target: "draft-2020-12" });
  } catch {
    return undefined;
  }
}
