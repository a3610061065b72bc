import { isObject } from "../misuse/check-options.ts";
import { jsonSchemaOf, type JsonSchema } from "./json-schema.ts";
import type { StandardSchema } from "./standard-schema.ts";

/**
 * Returns the names of the members that the schema of an object declares, in any of its variants. Undefined if any name
 * is allowed, as in a record, or if the library does not tell.
 */
export function declaredNames(schema: StandardSchema): ReadonlySet<string> | undefined {
  // What JSON Schema cannot express, such as a date, must not hide the names of the other members.
  const described =
    jsonSchemaOf(schema, "output") ?? jsonSchemaOf(schema, "output", { unrepresentable: "any" });
  const names = new Set<string>(described ? [] : namesWithoutJsonSchema(schema));
  const areKnown = described ? addNames(described, described, names, new Set()) : names.size > 0;
  return areKnown ? names : undefined;
}

/** Objects of zod 3 have `shape`, those of valibot `entries`. */
function namesWithoutJsonSchema(schema: object): readonly string[] {
  const { shape, entries } = schema as { readonly shape?: unknown; readonly entries?: unknown };
  const members = shape ?? entries;
  return isObject(members) ? Object.keys(members) : [];
}

/** Adds the names of a part of a schema. Returns false if the part allows any name. */
function addNames(
  part: JsonSchema,
  root: JsonSchema,
  names: Set<string>,
  seen: Set<JsonSchema>,
): boolean {
  // It refers to itself.
  if (seen.has(part)) return true;
  seen.add(part);
  const { properties, type, $ref } = part;
  for (const name of Object.keys(properties ?? {})) names.add(name);
  const parts = [part["allOf"], part["anyOf"], part["oneOf"]].filter(Array.isArray).flat(1);
  if (typeof $ref === "string") parts.push(referredTo($ref, root));
  if (parts.length > 0) {
    return parts.every((one) => isObject(one) && addNames(one as JsonSchema, root, names, seen));
  }
  // A variant that is not an object has no members.
  return properties !== undefined || (type !== undefined && type !== "object");
}

function referredTo(reference: string, root: JsonSchema): unknown {
  if (reference === "#") return root;
  const [, name = ""] = /^#\/\$defs\/([^/]+)$/.exec(reference) ?? [];
  return (root["$defs"] as JsonSchema | undefined)?.[name];
}
