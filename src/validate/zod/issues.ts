import type { SchemaIssue } from "../../schema/standard-schema.ts";

/** An issue, and the path to its value from the root of the part. */
export interface PlacedIssue {
  readonly path: readonly PropertyKey[];
  readonly issue: SchemaIssue;
  /** The paths of other values that the issue is about. */
  readonly also?: readonly (readonly PropertyKey[])[];
}

/** The issues that one issue stands for. */
export interface PlacedIssues {
  /** The issues, up to the limit. */
  readonly placed: readonly PlacedIssue[];
  /** The number of issues without the limit. */
  readonly total: number;
}

/**
 * Expands an issue of zod to the issues that it stands for: one for each unknown member, and for a union the issues of
 * the closest variant. An issue of another library stands for itself.
 *
 * @param limit The maximum number of issues.
 */
export function expandIssue(vendor: string, issue: SchemaIssue, limit: number): PlacedIssues {
  if (vendor === "zod") {
    const zod = issue as ZodIssue;
    return expand(zod.path ?? [], zod, limit);
  }
  const path = (issue.path ?? []).map((segment) =>
    typeof segment === "object" ? segment.key : segment,
  );
  return { placed: [{ path, issue }], total: 1 };
}

interface ZodIssue extends SchemaIssue {
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly key?: unknown;
  readonly issues?: readonly ZodIssue[];
  readonly path?: readonly PropertyKey[];
  readonly params?: { readonly fields?: unknown };
}

// A body may nest unions as deeply as it is long.
const maximumNesting = 10;

function expand(
  path: readonly PropertyKey[],
  issue: ZodIssue,
  limit: number,
  nesting = 0,
): PlacedIssues {
  if (issue.code === "unrecognized_keys" && issue.keys) {
    return {
      placed: issue.keys.slice(0, limit).map((key) => ({ path: [...path, key], issue })),
      total: issue.keys.length,
    };
  }
  const fields = fieldsOf(issue);
  if (fields) {
    const [first = path, ...also] = fields.map((field) => path.concat(field));
    return { placed: [{ path: first, issue, also }], total: 1 };
  }
  const inner = nesting < maximumNesting ? innerIssues(issue, path.length) : undefined;
  return inner
    ? expandAll(path, inner, limit, nesting + 1)
    : { placed: [{ path, issue }], total: 1 };
}

/** Returns the names or paths of the fields that the author of a refinement lists, from the value of the issue. */
function fieldsOf({
  code,
  params,
}: ZodIssue): readonly (PropertyKey | readonly PropertyKey[])[] | undefined {
  const fields = code === "custom" ? params?.fields : undefined;
  return Array.isArray(fields) ? fields : undefined;
}

function innerIssues(issue: ZodIssue, depth: number): readonly ZodIssue[] | undefined {
  if (issue.code === "invalid_element") return issue.issues;
  return issue.code === "invalid_union" ? closestVariant(issue, depth) : undefined;
}

function expandAll(
  path: readonly PropertyKey[],
  issues: readonly ZodIssue[],
  limit: number,
  nesting: number,
): PlacedIssues {
  const placed: PlacedIssue[] = [];
  let total = 0;
  for (const [index, issue] of issues.entries()) {
    if (placed.length >= limit) return { placed, total: total + issues.length - index };
    const inner = expand([...path, ...(issue.path ?? [])], issue, limit - placed.length, nesting);
    placed.push(...inner.placed);
    total += inner.total;
  }
  return { placed, total };
}

/** The issue of a union. */
export interface UnionIssue extends SchemaIssue {
  /** zod 4: the issues of each variant, with paths from the union. */
  readonly errors?: readonly (readonly VariantIssue[])[];
  /** zod 3: the issues of each variant, with paths from the root. */
  readonly unionErrors?: readonly { readonly issues: readonly VariantIssue[] }[];
}

/** An issue of a variant, which may be a union too. */
export interface VariantIssue extends UnionIssue {
  readonly code?: string;
  readonly path?: readonly PropertyKey[];
}

/**
 * Returns the issues of the variant that the value most likely belongs to, with paths from the union. Variants of
 * another base type are skipped; then the variant with the fewest wrong literals wins, then the one with the fewest
 * issues. Returns undefined if two variants are equally close, or none is left.
 *
 * @param depth The length of the path to the union.
 */
export function closestVariant(
  union: UnionIssue,
  depth: number,
): readonly VariantIssue[] | undefined {
  const variants = union.errors ?? union.unionErrors?.map(({ issues }) => fromUnion(issues, depth));
  const ranked = (variants ?? [])
    .filter((issues) => issues.length > 0 && !issues.some((issue) => isOfAnotherType(issue, depth)))
    .map((issues) => ({ issues, literals: issues.filter(isLiteral).length }))
    .toSorted((a, b) => a.literals - b.literals || a.issues.length - b.issues.length);
  const [best, second] = ranked;
  if (!best) return undefined;
  const isTie = second?.literals === best.literals && second.issues.length === best.issues.length;
  return isTie ? undefined : best.issues;
}

function fromUnion(issues: readonly VariantIssue[], depth: number): VariantIssue[] {
  return issues.map((issue) => ({ ...issue, path: issue.path?.slice(depth) ?? [] }));
}

/** Returns true if the value has another base type than the variant, such as a string in place of an object. */
function isOfAnotherType(issue: VariantIssue, depth: number): boolean {
  if ((issue.path ?? []).length > 0) return false;
  // A variant that is a union too is as close as its closest variant.
  if (issue.code === "invalid_union") return closestVariant(issue, depth) === undefined;
  return issue.code !== "unrecognized_keys" && issue.code !== "custom";
}

/** Returns true for a wrong literal: the member that distinguishes variants has a literal in each of them. */
function isLiteral({ code, path }: VariantIssue): boolean {
  return (path ?? []).length === 1 && (code === "invalid_value" || code === "invalid_literal");
}
