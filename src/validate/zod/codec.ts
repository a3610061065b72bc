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

/** Looks at each schema that a definition refers to, whatever the type of the definition is. */
function isCodecIn(part: unknown, seen: Set<unknown>): boolean {
  if (typeof part !== "object" || part === null || seen.has(part)) return false;
  seen.add(part);
  if (Array.isArray(part)) return part.some((one) => isCodecIn(one, seen));
  const { _zod: internals } = part as { readonly _zod?: { readonly def?: Definition } };
  const def = internals?.def;
  if (!def) return false;
  const { shape = {}, getter, ...others } = def;
  return (
    def.reverseTransform !== undefined ||
    isCodecIn(getter?.(), seen) ||
    [...Object.values(shape), ...Object.values(others)].some((one) => isCodecIn(one, seen))
  );
}

/** The members of a definition that are read here. */
interface Definition {
  /** The function of a codec that encodes. */
  readonly reverseTransform?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
  /** Returns the schema inside a lazy one. */
  readonly getter?: () => unknown;
}
