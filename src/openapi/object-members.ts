import type { JsonSchema } from "../schema/json-schema.ts";
import type { ComponentRegistry } from "./component-registry.ts";

/** The members of an object's schema. */
export interface Members {
  /** The schema of members with other names. */
  readonly others: JsonSchema | undefined;
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/**
 * Returns the members of an object's schema, including those of a reference and of the parts of an intersection. The
 * members of a union are those of all its variants.
 */
export function membersOf(schema: JsonSchema, registry: ComponentRegistry): Members {
  const { $ref, allOf, properties = {}, required } = schema;
  const variants = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(variants) && variants.length > 0) {
    const { anyOf: _anyOf, oneOf: _oneOf, ...rest } = schema;
    const of = (variants as JsonSchema[]).map((variant) => membersOf(variant, registry));
    return joined([
      unionOf(of),
      ...(Object.keys(rest).length > 0 ? [membersOf(rest, registry)] : []),
    ]);
  }
  const target = targetOf($ref, registry);
  const parts = [
    ...(Array.isArray(allOf) ? (allOf as JsonSchema[]) : []),
    ...(target ? [target] : []),
  ].map((part) => membersOf(part, registry));
  const own: Members = {
    others: othersOf(schema, target),
    // The copy turns the schema `true`, which a parameter may not have, into an empty one.
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, { ...(member as JsonSchema) }]),
    ),
    required: (required as string[] | undefined) ?? [],
  };
  return joined([...parts, own]);
}

/** Returns the component that a reference names; undefined if the document does not have it. */
export function targetOf($ref: unknown, registry: ComponentRegistry): JsonSchema | undefined {
  return typeof $ref === "string" ? registry.schemas[$ref.split("/").at(-1) ?? ""] : undefined;
}

/** Joins the parts of an intersection. */
function joined(parts: readonly Members[]): Members {
  return {
    others: parts.find(({ others }) => others)?.others,
    properties: Object.assign({}, ...parts.map((part) => part.properties)) as Members["properties"],
    required: parts.flatMap((part) => part.required),
  };
}

/** Joins the variants of a union: a member has one of its schemas, and is required if every variant requires it. */
function unionOf(variants: readonly Members[]): Members {
  const schemas = new Map<string, Map<string, JsonSchema>>();
  for (const [name, schema] of variants.flatMap(({ properties }) => Object.entries(properties))) {
    const known = schemas.get(name) ?? new Map<string, JsonSchema>();
    schemas.set(name, known.set(JSON.stringify(schema), schema));
  }
  const properties = [...schemas].map(([name, known]): [string, JsonSchema] => {
    const [only = {}, ...others] = known.values();
    return [name, others.length === 0 ? only : { anyOf: [...known.values()] }];
  });
  return {
    others: variants.find(({ others }) => others)?.others,
    properties: Object.fromEntries(properties),
    required: [...schemas.keys()].filter((name) =>
      variants.every((variant) => variant.required.includes(name)),
    ),
  };
}

/** Returns the schema of the members without a declared name; undefined if there are none, or if they are only allowed. */
function othersOf(schema: JsonSchema, target: JsonSchema | undefined): JsonSchema | undefined {
  const { properties, allOf, type, additionalProperties: others } = schema;
  if (typeof others === "object" && others !== null && Object.keys(others).length > 0) {
    return others as JsonSchema;
  }
  // A library that cannot describe its schema says nothing of the members.
  const saysNothing = !properties && !allOf && !target && type === undefined;
  return saysNothing || (type === "object" && !properties && others !== false) ? {} : undefined;
}
