/**
 * Two properties of a schema of zod 4, read from its private definition:
 *
 * - `isSynchronous`: such a schema runs as `safeParse`, in 0.2 µs for an article with three members, where
 *   `safeParseAsync` takes 0.5 µs (Node 20).
 * - `isDepthBounded`: the levels of a body are not counted before such a schema runs.
 *
 * The tables list the types and checks for which this is known. A schema with any other takes the slower way, which
 * works for every schema. `test/validate/zod-tables.test.ts` fails when zod adds a type or a check.
 */

/** Returns the definition of a schema or a check; throws for a value that is neither. */
function definitionOf(part: unknown): Definition {
  const { _zod: internals } = part as { readonly _zod: { readonly def: Definition } };
  return internals.def;
}

/** The members of a definition that are read here. */
interface Definition {
  readonly type?: string | undefined;
  readonly check?: string | undefined;
  /** The function of a custom format, which may be asynchronous. */
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

/** Returns the schemas inside a schema; undefined if its type is not in the tables. */
function partsOf(def: Definition): readonly unknown[] | undefined {
  const parts = containers
    .get(def.type)?.(def)
    .filter((part) => part !== undefined);
  return parts ?? (leaves.has(def.type) ? [] : undefined);
}

const inner = ({ innerType }: Definition): unknown[] => [innerType];

/** The types of schemas that contain others. */
export const containers: ReadonlyMap<string | undefined, (def: Definition) => unknown[]> = new Map([
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

/** The types of schemas that contain no others. */
export const leaves: ReadonlySet<string | undefined> = new Set([
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
 * Returns true if no part of a schema can be asynchronous: every part is a type or a check of zod that calls no function
 * of the schema's author.
 */
export function isSynchronous(schema: unknown): boolean {
  try {
    return isKnown(schema, new Set());
  } catch {
    // Not a schema of zod 4, or a part is not defined yet.
    return false;
  }
}

function isKnown(schema: unknown, seen: Set<unknown>): boolean {
  // The schema contains itself, or is used twice.
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
  // A format such as z.email() has both a type and a check, and is treated as a type.
  return def.type === undefined && checks.has(def.check);
}

/** The checks that call no function of the schema's author. */
export const checks: ReadonlySet<string | undefined> = new Set([
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

/** Returns true if a schema of zod 4 neither checks nor returns values with more levels than the schema has. */
export function isDepthBounded(schema: unknown): boolean {
  try {
    return isBounded(schema, new Set());
  } catch {
    // Not a schema of zod 4, or a part is not defined yet.
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
