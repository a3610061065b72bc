import type { SchemaSide } from "../../schema/json-schema.ts";

/** Returns the side of a schema that a client receives: of a codec, what it decodes. */
export function sentSide(schema: unknown): SchemaSide {
  return hasCodec(schema) ? "input" : "output";
}

/** Returns true if a schema of zod 4 contains a codec, which encodes its output in a way of its own. */
export function hasCodec(schema: unknown): boolean {
  try {
    return isCodecIn(schema, new Set());
  } catch {
    // A part is not defined yet.
    return false;
  }
}

function isCodecIn(schema: unknown, seen: Set<unknown>): boolean {
  if (schema === undefined || seen.has(schema)) return false;
  seen.add(schema);
  const { _zod: internals } = schema as { readonly _zod?: { readonly def?: Definition } };
  const def = internals?.def;
  if (!def) return false;
  if (def.reverseTransform !== undefined) return true;
  // Not all members: that of a default would call a function of the author.
  const inner = members.flatMap((name) => def[name] ?? []);
  return [...inner, ...Object.values(def.shape ?? {}), def.getter?.()].some((one) =>
    isCodecIn(one, seen),
  );
}

/** The members of a definition that are schemas or lists of them. */
const members = [
  "element",
  "innerType",
  "options",
  "left",
  "right",
  "items",
  "rest",
  "keyType",
  "valueType",
  "catchall",
  "in",
  "out",
] as const;

/** The members of a definition that are read here. */
interface Definition extends Readonly<Partial<Record<(typeof members)[number], unknown>>> {
  /** The function of a codec that encodes. */
  readonly reverseTransform?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
  /** Returns the schema inside a lazy one. */
  readonly getter?: () => unknown;
}
