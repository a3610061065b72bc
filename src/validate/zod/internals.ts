/** What is no schema and no check of zod 4 throws here. */
export function definitionOf(part: unknown): Definition {
  const { _zod: internals } = part as { readonly _zod: { readonly def: Definition } };
  return internals.def;
}

/** What is read of the definition of a schema or a check. */
export interface Definition {
  readonly type?: string | undefined;
  readonly check?: string | undefined;
  /** What `z.stringFormat` was given. */
  readonly fn?: unknown;
  readonly checks?: readonly unknown[];
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly catchall?: unknown;
  readonly element?: unknown;
  readonly innerType?: unknown;
  readonly options?: readonly unknown[];
  readonly left?: unknown;
  readonly right?: unknown;
  readonly items?: readonly unknown[];
  readonly rest?: unknown;
  readonly keyType?: unknown;
  readonly valueType?: unknown;
}

/** Gives the schemas in a schema of zod's own; none for one that looks no further; undefined for any other. */
export function partsOf(def: Definition): readonly unknown[] | undefined {
  const parts = containers
    .get(def.type)?.(def)
    .filter((part) => part !== undefined);
  return parts ?? (leaves.has(def.type) ? [] : undefined);
}

const inner = ({ innerType }: Definition): unknown[] => [innerType];

/** The schemas that contain others. */
const containers: ReadonlyMap<string | undefined, (def: Definition) => unknown[]> = new Map([
  ["object", ({ shape, catchall }) => [...Object.values(shape ?? {}), catchall ?? undefined]],
  ["array", ({ element }) => [element]],
  ["tuple", ({ items, rest }) => [...(items ?? []), rest ?? undefined]],
  ["record", ({ keyType, valueType }) => [keyType, valueType]],
  ["union", ({ options }) => [...(options ?? [])]],
  ["intersection", ({ left, right }) => [left, right]],
  ["optional", inner],
  ["nullable", inner],
  ["nonoptional", inner],
  ["default", inner],
  ["prefault", inner],
  ["readonly", inner],
]);

const leaves: ReadonlySet<string | undefined> = new Set([
  "string",
  "number",
  "int",
  "boolean",
  "bigint",
  "date",
  "enum",
  "literal",
  "null",
  "undefined",
  "any",
  "unknown",
  "never",
]);

/**
 * Tells whether nothing in a schema of zod 4 can wait: it is of zod's own parts all through, and none of them awaits
 * what a function of the schema's author returns.
 */
export function isSynchronous(schema: unknown): boolean {
  try {
    return isKnown(schema, new Set());
  } catch {
    // A part that cannot be read, such as one declared further down, is not known.
    return false;
  }
}

function isKnown(schema: unknown, seen: Set<unknown>): boolean {
  // A schema may contain itself.
  if (seen.has(schema)) return true;
  seen.add(schema);
  const def = definitionOf(schema);
  const parts = partsOf(def);
  if (!parts || def.fn !== undefined) return false;
  return [...parts, ...(def.checks ?? [])].every(
    (part) => isKnownCheck(part) || isKnown(part, seen),
  );
}

function isKnownCheck(part: unknown): boolean {
  const def = definitionOf(part);
  // A format is a string and a check in one.
  return def.type === undefined && checks.has(def.check);
}

const checks: ReadonlySet<string | undefined> = new Set([
  "less_than",
  "greater_than",
  "multiple_of",
  "number_format",
  "bigint_format",
  "max_length",
  "min_length",
  "length_equals",
  "string_format",
  "overwrite",
]);

/** Tells whether a schema of zod 4 looks, and lets values through, no deeper than it is itself. */
export function isDepthBounded(schema: unknown): boolean {
  try {
    return isBounded(schema, new Set());
  } catch {
    // A schema of another library, or one whose parts cannot be read.
    return false;
  }
}

function isBounded(schema: unknown, above: Set<unknown>): boolean {
  if (above.has(schema)) return false;
  above.add(schema);
  const def = definitionOf(schema);
  const bounded =
    def.type !== "any" &&
    def.type !== "unknown" &&
    (partsOf(def)?.every((part) => isBounded(part, above)) ?? false);
  above.delete(schema);
  return bounded;
}
