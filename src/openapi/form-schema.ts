import type { JsonSchema } from "../schema/json-schema.ts";
import type { ComponentRegistry } from "./component-registry.ts";
import { targetOf } from "./object-members.ts";

/**
 * Describes a form by the schemas of its texts and of its files. Each part is registered by itself, because references
 * start at the root of a schema. What a part says of other members is left out, because those of the other part are
 * among them.
 */
export function formSchema(
  parts: readonly JsonSchema[],
  registry: ComponentRegistry,
  name: string,
): JsonSchema {
  const registered = parts.map((part) => registry.register(part, name, "input"));
  return { allOf: registered.map((part) => withoutOthers(part, registry, new Set())) };
}

/** Removes what an object's schema says of other members, also behind a reference; `seen` has the references on the way. */
function withoutOthers(
  schema: JsonSchema,
  registry: ComponentRegistry,
  seen: ReadonlySet<unknown>,
): JsonSchema {
  const { $ref } = schema;
  const target = seen.has($ref) ? undefined : targetOf($ref, registry);
  if (target) {
    const open = withoutOthers(target, registry, new Set([...seen, $ref]));
    if (JSON.stringify(open) === JSON.stringify(target)) return schema;
    const { $ref: _replaced, ...siblings } = schema;
    return { ...open, ...siblings };
  }
  const entries = Object.entries(schema)
    .filter(([keyword]) => !aboutOthers.has(keyword))
    .map(([keyword, value]) => [
      keyword,
      combining.has(keyword) && Array.isArray(value)
        ? (value as JsonSchema[]).map((one) => withoutOthers(one, registry, seen))
        : value,
    ]);
  return Object.fromEntries(entries) as JsonSchema;
}

const aboutOthers: ReadonlySet<string> = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
]);
const combining: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf"]);
