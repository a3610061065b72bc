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
