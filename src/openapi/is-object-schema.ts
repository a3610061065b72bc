import type { JsonSchema } from "../schema/json-schema.ts";
import type { ComponentRegistry } from "./component-registry.ts";
import { targetOf } from "./object-members.ts";

/** Returns true if a schema allows an object, and no other value except null: also a reference, an intersection or a union. */
export function isObjectSchema(schema: JsonSchema, registry: ComponentRegistry): boolean {
  return kindOf(schema, registry, new Set()) === "object";
}

type Kind = "object" | "null" | "other";

/** Returns the kind of value that a schema allows; `seen` has the references on the way, which may lead back to the first. */
function kindOf(schema: JsonSchema, registry: ComponentRegistry, seen: ReadonlySet<unknown>): Kind {
  const { $ref, type, allOf } = schema;
  const types = [type].flat().filter((one) => one !== undefined);
  if (types.length > 0) return union(types.map(ofType));
  const variants = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(variants)) {
    return union((variants as JsonSchema[]).map((one) => kindOf(one, registry, seen)));
  }
  if (Array.isArray(allOf)) {
    const kinds = (allOf as JsonSchema[]).map((one) => kindOf(one, registry, seen));
    // What all parts allow is what the strictest one allows.
    return kinds.find((kind) => kind !== "other") ?? "other";
  }
  const target = seen.has($ref) ? undefined : targetOf($ref, registry);
  return target ? kindOf(target, registry, new Set([...seen, $ref])) : "other";
}

function ofType(type: unknown): Kind {
  return type === "object" || type === "null" ? type : "other";
}

function union(kinds: readonly Kind[]): Kind {
  const [first = "null", ...others] = kinds.filter((kind) => kind !== "null");
  return others.every((kind) => kind === first) ? first : "other";
}
