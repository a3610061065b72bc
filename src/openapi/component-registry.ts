import { escapeSegment } from "../errors/json-pointer.ts";
import type { JsonSchema, SchemaSide } from "../schema/json-schema.ts";

/** The schemas in the components of a document. */
export interface ComponentRegistry {
  /** The schemas, by name. */
  readonly schemas: Record<string, JsonSchema>;
  /**
   * Moves the definitions inside a JSON Schema to the components, and returns the schema with references to them. A
   * schema that refers to its own root becomes a component too, under the name given.
   */
  register(schema: JsonSchema, name: string, side: SchemaSide): JsonSchema;
}

/** Creates a registry that begins with these schemas. */
export function componentRegistry(
  initial: Readonly<Record<string, JsonSchema>> = {},
): ComponentRegistry {
  const schemas: Record<string, JsonSchema> = { ...initial };
  const names = new Map<string, string>();

  /** Returns the same name for equal schemas; a different schema of that name gets a number. */
  function nameFor(wanted: string, side: SchemaSide, identity: string): string {
    const clean = wanted.replaceAll(/[^\w.-]/g, "_");
    const key = `${clean} ${identity}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const sided = `${clean}${side === "input" ? "Input" : "Output"}`;
    let name = clean in schemas ? sided : clean;
    for (let number = 2; name in schemas; number += 1) name = `${sided}${number}`;
    names.set(key, name);
    // Reserves the name until the schema is added.
    schemas[name] = {};
    return name;
  }

  function register(schema: JsonSchema, name: string, side: SchemaSide): JsonSchema {
    const { $defs = {}, ...rest } = side === "output" ? allowNewMembers(schema) : schema;
    const definitions = Object.entries($defs as Readonly<Record<string, JsonSchema>>);
    const refs = new Map<string, string>();
    const added: [name: string, definition: JsonSchema][] = [];
    const add = (ref: string, wanted: string, definition: JsonSchema): void => {
      // A name that the schema library generated is only unique inside this schema.
      const scope = wanted.startsWith("__") ? $defs : undefined;
      const known = Object.keys(schemas).length;
      const component = nameFor(wanted, side, JSON.stringify([definition, scope]));
      refs.set(ref, `#/components/schemas/${component}`);
      if (Object.keys(schemas).length > known) added.push([component, definition]);
    };
    for (const [key, definition] of definitions) {
      add(`#/$defs/${escapeSegment(key)}`, key, definition);
    }
    const isOwnRoot = refersToRoot(rest);
    if (isOwnRoot) add("#", name, rest);
    for (const [component, definition] of added) schemas[component] = replaceRefs(definition, refs);
    return isOwnRoot ? { $ref: refs.get("#") ?? "#" } : replaceRefs(rest, refs);
  }

  return { schemas, register };
}

/** Removes `additionalProperties: false`: a client must accept members that a later version of the API adds. */
function allowNewMembers<Value>(value: Value): Value {
  return mapped(value, (member, name) =>
    name === "additionalProperties" && member === false ? undefined : member,
  );
}

function replaceRefs<Value>(value: Value, refs: ReadonlyMap<string, string>): Value {
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

/** Copies plain data with each member replaced by the result of `change`; undefined omits the member. */
function mapped<Value>(value: Value, change: (member: unknown, name: string) => unknown): Value {
  if (typeof value !== "object" || value === null) return value;
  // The copy has the type of the original, except that optional members may be missing.
  if (Array.isArray(value)) return value.map((item) => mapped(item, change)) as Value;
  const entries = Object.entries(value)
    .map(([name, member]) => [name, mapped(change(member, name), change)] as const)
    .filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as Value;
}
