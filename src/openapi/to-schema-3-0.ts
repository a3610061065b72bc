import type { JsonSchema } from "../schema/json-schema.ts";

/**
 * Converts a JSON Schema of draft 2020-12 to a Schema Object of OpenAPI 3.0, which is an older draft with `nullable`. A
 * keyword that it does not have is left out, so that the schema allows more than before.
 */
export function toSchema30(given: unknown): JsonSchema {
  if (given === false) return { not: {} };
  const schema: JsonSchema = { ...(given as object | undefined) };
  const { $ref, ...siblings } = schema;
  if (typeof $ref === "string") {
    // A reference has no other members there.
    const rest = toSchema30(siblings);
    return Object.keys(rest).length === 0 ? { $ref } : { ...rest, allOf: [{ $ref }] };
  }
  const converted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(schema)) {
    if (Object.hasOwn(keywords, name))
      converted[name] = keywords[name as keyof typeof keywords](value);
    else if (kept.has(name) || name.startsWith("x-")) converted[name] = value;
  }
  return {
    ...converted,
    ...boundsOf(schema),
    ...valuesOf(schema),
    ...additionalOf(schema),
    ...itemsOf(schema),
    ...typeOf(schema, converted),
  };
}

/** The keywords that are the same in both. */
const kept: ReadonlySet<string> = new Set(
  "title description format default deprecated readOnly writeOnly discriminator externalDocs xml multipleOf minimum maximum minLength maxLength pattern minItems maxItems uniqueItems minProperties maxProperties nullable".split(
    " ",
  ),
);

const list = (value: unknown): readonly JsonSchema[] => (value as unknown[]).map(toSchema30);

/** The keywords whose values contain schemas. */
const keywords = {
  properties: (value: unknown): unknown =>
    Object.fromEntries(
      Object.entries(value as object).map(([name, member]) => [name, toSchema30(member)]),
    ),
  allOf: list,
  oneOf: list,
  anyOf: list,
  not: toSchema30,
};

/** `exclusiveMinimum` is a number in draft 2020-12, and says how `minimum` counts in OpenAPI 3.0. */
function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): object {
  const above = typeof exclusiveMinimum === "number" && !(Number(minimum) > exclusiveMinimum);
  const below = typeof exclusiveMaximum === "number" && !(Number(maximum) < exclusiveMaximum);
  return {
    ...(above && { minimum: exclusiveMinimum, exclusiveMinimum: true }),
    ...(below && { maximum: exclusiveMaximum, exclusiveMaximum: true }),
  };
}

function valuesOf({ const: only, enum: values, examples, example, required }: JsonSchema): object {
  const [first] = Array.isArray(examples) ? (examples as unknown[]) : [];
  const shown = example ?? first;
  return {
    ...(only !== undefined && { enum: [only] }),
    ...(only === undefined && Array.isArray(values) && values.length > 0 && { enum: values }),
    ...(shown !== undefined && { example: shown }),
    // An empty list is not allowed there.
    ...(Array.isArray(required) && required.length > 0 && { required }),
  };
}

function additionalOf({ additionalProperties, patternProperties }: JsonSchema): object {
  if (typeof additionalProperties === "object" && additionalProperties !== null) {
    return patternProperties ? {} : { additionalProperties: toSchema30(additionalProperties) };
  }
  // Names with a pattern cannot be told apart from others.
  if (patternProperties !== undefined || typeof additionalProperties !== "boolean") return {};
  return { additionalProperties };
}

/** An array must have `items`, and its items have one schema. */
function itemsOf({ type, items, prefixItems }: JsonSchema): object {
  if (Array.isArray(prefixItems)) {
    const rest = items === undefined || items === false ? [] : [items];
    const open = items === undefined ? [{}] : rest;
    return { items: { anyOf: list([...(prefixItems as unknown[]), ...open]) } };
  }
  if (items !== undefined) return { items: toSchema30(items) };
  return [type].flat().includes("array") ? { items: {} } : {};
}

/** A schema has one type there, and `nullable` in place of the type `null`. */
function typeOf({ type, anyOf, oneOf }: JsonSchema, converted: JsonSchema): object {
  const types = [type].flat().filter((one) => one !== undefined);
  const others = types.filter((one) => one !== "null");
  if (types.length > 0 && others.length === 0) return { nullable: true, enum: [null] };
  const isNullable = types.length > others.length;
  const several =
    others.length > 1
      ? { anyOf: others.map((one) => ({ type: one, ...(one === "array" && { items: {} }) })) }
      : {};
  const single = others.length === 1 ? { type: others[0] } : {};
  return {
    ...single,
    ...several,
    ...(isNullable && { nullable: true }),
    ...withoutNull("anyOf", anyOf, converted),
    ...withoutNull("oneOf", oneOf, converted),
  };
}

/** Removes the variant `null`, which makes the other one nullable. */
function withoutNull(name: "anyOf" | "oneOf", given: unknown, converted: JsonSchema): object {
  const variants = Array.isArray(given) ? (given as JsonSchema[]) : [];
  if (!variants.some((variant) => variant["type"] === "null")) return {};
  const others = (converted[name] as JsonSchema[]).filter(
    (_, at) => variants[at]?.["type"] !== "null",
  );
  // `nullable` has no effect beside a reference without a type (OpenAPI 3.0.3, Schema Object).
  const isPlain = others.every((variant) => "type" in variant);
  // Of `oneOf`, only one variant may allow null.
  const isSingle = name === "anyOf" || others.length === 1;
  return {
    [name]:
      isPlain && isSingle ? others.map(allowNull) : [...others, { enum: [null], nullable: true }],
  };
}

/** Returns the nullable schema of one with a type. An `enum` without null would still refuse it. */
function allowNull(schema: JsonSchema): JsonSchema {
  const { enum: values } = schema;
  const isMissing = Array.isArray(values) && !values.includes(null);
  return {
    ...schema,
    ...(isMissing && { enum: [...(values as unknown[]), null] }),
    nullable: true,
  };
}
