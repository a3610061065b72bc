import type { JsonSchema, SchemaSide } from "../schema/json-schema.ts";

/** Where the schemas of a document are that others refer to. */
export interface ComponentRegistry {
  /** The components, by name. */
  readonly schemas: Record<string, JsonSchema>;
  /**
   * Makes a JSON Schema part of the document: what it defines for itself becomes components, and what it refers to is
   * found there. A schema that refers to its own root becomes a component of the given name.
   */
  register(schema: JsonSchema, name: string, side: SchemaSide): JsonSchema;
}

/** Makes a shelf with these schemas on it. */
export function componentRegistry(
  given: Readonly<Record<string, JsonSchema>> = {},
): ComponentRegistry {
  const schemas: Record<string, JsonSchema> = { ...given };
  const names = new Map<string, string>();

  /** The same schema has one name wherever it comes from; another of that name gets a number. */
  function nameFor(wanted: string, side: SchemaSide, identity: string): string {
    const clean = wanted.replaceAll(/[^\w.-]/g, "_");
    const key = `${clean} ${identity}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const sided = `${clean}${side === "input" ? "Input" : "Output"}`;
    let name = clean in schemas ? sided : clean;
    for (let number = 2; name in schemas; number += 1) name = `${sided}${number}`;
    names.set(key, name);
    // Taken from now on, for what follows may refer to it.
    schemas[name] = {};
    return name;
  }

  function place(schema: JsonSchema, name: string, side: SchemaSide): JsonSchema {
    const { $defs = {}, ...rest } = side === "output" ? open(schema) : schema;
    const definitions = Object.entries($defs as Readonly<Record<string, JsonSchema>>);
    const refs = new Map<string, string>();
    const added: [name: string, definition: JsonSchema][] = [];
    const add = (ref: string, wanted: string, definition: JsonSchema): void => {
      // A name that the library made up means nothing outside of this schema.
      const scope = wanted.startsWith("__") ? $defs : undefined;
      const known = Object.keys(schemas).length;
      const component = nameFor(wanted, side, JSON.stringify([definition, scope]));
      refs.set(ref, `#/components/schemas/${component}`);
      if (Object.keys(schemas).length > known) added.push([component, definition]);
    };
    for (const [key, definition] of definitions) {
      add(`#/$defs/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, key, definition);
    }
    const isOwnRoot = refersToRoot(rest);
    if (isOwnRoot) add("#", name, rest);
    for (const [component, definition] of added) schemas[component] = rewritten(definition, refs);
    return isOwnRoot ? { $ref: refs.get("#") ?? "#" } : rewritten(rest, refs);
  }

  return { schemas, register: place };
}

/** A client has to expect members that a later version adds, whatever a server makes sure of today. */
function open<Value>(value: Value): Value {
  return mapped(value, (member, name) =>
    name === "additionalProperties" && member === false ? undefined : member,
  );
}

function rewritten<Value>(value: Value, refs: ReadonlyMap<string, string>): Value {
  return mapped(value, (member, name) =>
    name === "$ref" && typeof member === "string" ? (refs.get(member) ?? member) : member,
  );
}

function refersToRoot(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([name, member]) => (name === "$ref" && member === "#") || refersToRoot(member),
  );
}

/** Copies plain data, each member as `change` gives it; undefined leaves it out. */
function mapped<Value>(value: Value, change: (member: unknown, name: string) => unknown): Value {
  if (typeof value !== "object" || value === null) return value;
  // A copy has the shape of what was copied, but for optional members.
  if (Array.isArray(value)) return value.map((item) => mapped(item, change)) as Value;
  const entries = Object.entries(value)
    .map(([name, member]) => [name, mapped(change(member, name), change)] as const)
    .filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as Value;
}
