/**
 * Tells whether nothing in a schema of zod 4 can wait: it is of zod's own parts all through, and none of them awaits
 * what a function of the schema's author returns.
 */
export function neverWaits(schema: unknown): boolean {
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
  const parts = containers.get(def.type)?.(def);
  if (!parts && (!leaves.has(def.type) || def.fn !== undefined)) return false;
  return [...(parts ?? []), ...(def.checks ?? [])].every(
    (part) => part === undefined || isKnownCheck(part) || isKnown(part, seen),
  );
}

function isKnownCheck(part: unknown): boolean {
  const def = definitionOf(part);
  // A format is a string and a check in one.
  return def.type === undefined && checks.has(def.check);
}

/** What is no schema and no check of zod 4 throws here. */
function definitionOf(part: unknown): Definition {
  const { _zod: internals } = part as { readonly _zod: { readonly def: Definition } };
  return internals.def;
}

interface Definition {
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
