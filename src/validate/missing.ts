import type { SchemaIssue } from "../schema/standard-schema.ts";

/** An issue and the place of it, with the value of the whole part. */
interface PlacedIssue {
  readonly vendor: string;
  readonly path: readonly PropertyKey[];
  readonly issue: SchemaIssue;
  readonly input: unknown;
}

/**
 * Returns true if a schema raised an issue because it found no value. The schema may look at something other than what
 * was sent, such as the output of a transformation, so the issue decides. What was sent decides only where the issue
 * does not say what the schema found.
 */
export function isMissing({ vendor, path, issue, input }: PlacedIssue): boolean {
  return missingByVendor.get(vendor)?.(issue, path) ?? isAbsent(path, input);
}

/** Returns undefined if an issue does not say what the schema found. */
type SaysMissing = (issue: FoundIssue, path: readonly PropertyKey[]) => boolean | undefined;

/** The members of an issue that are read here, of each library. */
interface FoundIssue extends SchemaIssue {
  readonly code?: unknown;
  readonly kind?: unknown;
  readonly input?: unknown;
  readonly data?: unknown;
  readonly received?: unknown;
  /** zod 4: the values of the member that distinguishes the variants of a union. */
  readonly options?: unknown;
}

const missingByVendor: ReadonlyMap<string, SaysMissing> = new Map<string, SaysMissing>([
  [
    "zod",
    (issue, path) => ("input" in issue ? isMissingInZod4(issue, path) : isMissingInZod3(issue)),
  ],
  // A `validation` is a rule of a value that is there, or of several members together.
  ["valibot", ({ kind, input }) => kind === "schema" && input === undefined],
  ["arktype", ({ code, data }) => code === "required" || data === undefined],
]);

function isMissingInZod4(issue: FoundIssue, path: readonly PropertyKey[]): boolean | undefined {
  const { code, input, options } = issue;
  // A coercion makes these of undefined.
  if (isNotANumber(input)) return undefined;
  if (code !== "invalid_union" || options === undefined) return input === undefined;
  // The issue of the member that distinguishes the variants has the object around that member.
  return isAbsent(path.slice(-1), input);
}

function isNotANumber(input: unknown): boolean {
  return Number.isNaN(input instanceof Date ? input.getTime() : input);
}

function isMissingInZod3({ code, received }: FoundIssue): boolean | undefined {
  if (code === "invalid_literal") return received === undefined;
  if (silent.has(code)) return undefined;
  if (code !== "invalid_type") return false;
  return received === "nan" || received === undefined ? undefined : received === "undefined";
}

/** The codes of zod 3 whose issues do not say what the schema found. */
const silent: ReadonlySet<unknown> = new Set([
  "invalid_union",
  "invalid_union_discriminator",
  "invalid_date",
]);

/** Returns true if an object has no such member. A text that a schema splits or parses has no members to be missing. */
function isAbsent(path: readonly PropertyKey[], input: unknown): boolean {
  let value = input;
  for (const key of path) {
    if (value === undefined) return true;
    if (typeof value !== "object" || value === null) return false;
    value = Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }
  return value === undefined;
}
