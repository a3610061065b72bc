import type { SchemaIssue } from "../../schema/standard-schema.ts";

/** An issue, and the way to the value it is about, from the root of the part. */
export interface PlacedIssue {
  readonly path: readonly PropertyKey[];
  readonly issue: SchemaIssue;
}

/** Issues with their places, at most as many as there is room for, and how many there are in all. */
export interface PlacedIssues {
  readonly placed: readonly PlacedIssue[];
  readonly total: number;
}

/**
 * Takes an issue apart into those it stands for: one for each unknown member, and for a union those of the variant
 * that came closest.
 */
export function expandIssue(vendor: string, issue: SchemaIssue, room: number): PlacedIssues {
  if (vendor === "zod") {
    const zod = issue as ZodIssue;
    return inside(zod.path ?? [], zod, room);
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
}

/** Unions in unions are taken apart this far: a body may nest them as deep as it is long. */
const maximumNesting = 10;

function inside(
  path: readonly PropertyKey[],
  issue: ZodIssue,
  room: number,
  nesting = 0,
): PlacedIssues {
  if (issue.code === "unrecognized_keys" && issue.keys) {
    return {
      placed: issue.keys.slice(0, room).map((key) => ({ path: [...path, key], issue })),
      total: issue.keys.length,
    };
  }
  const inner = nesting < maximumNesting ? innerIssues(issue, path.length) : undefined;
  return inner ? all(path, inner, room, nesting + 1) : { placed: [{ path, issue }], total: 1 };
}

function innerIssues(issue: ZodIssue, depth: number): readonly ZodIssue[] | undefined {
  if (issue.code === "invalid_element") return issue.issues;
  return issue.code === "invalid_union" ? closestVariant(issue, depth) : undefined;
}

function all(
  path: readonly PropertyKey[],
  issues: readonly ZodIssue[],
  room: number,
  nesting: number,
): PlacedIssues {
  const placed: PlacedIssue[] = [];
  let total = 0;
  for (const [index, issue] of issues.entries()) {
    if (placed.length >= room) return { placed, total: total + issues.length - index };
    const found = inside([...path, ...(issue.path ?? [])], issue, room - placed.length, nesting);
    placed.push(...found.placed);
    total += found.total;
  }
  return { placed, total };
}

/** The issue of a union, as zod 4 and zod 3 tell it. */
export interface UnionIssue extends SchemaIssue {
  /** zod 4: the issues of each variant, placed from the union. */
  readonly errors?: readonly (readonly VariantIssue[])[];
  /** zod 3: the errors of each variant, placed from the root. */
  readonly unionErrors?: readonly { readonly issues: readonly VariantIssue[] }[];
}

/** What is read of an issue of a variant, which may be a union again. */
export interface VariantIssue extends UnionIssue {
  readonly code?: string;
  readonly path?: readonly PropertyKey[];
}

/**
 * Gives the issues, placed from the union, of the one variant that the value was most likely meant for: not wrong as
 * a whole, then right in its literals, then with the fewest issues. Undefined when no variant stands out.
 */
export function closestVariant(
  union: UnionIssue,
  depth: number,
): readonly VariantIssue[] | undefined {
  const variants = union.errors ?? union.unionErrors?.map(({ issues }) => fromUnion(issues, depth));
  const ranked = (variants ?? [])
    .filter((issues) => issues.length > 0 && !issues.some((issue) => isWrongAsAWhole(issue, depth)))
    .map((issues) => ({ issues, literals: issues.filter(isLiteral).length }))
    .toSorted((a, b) => a.literals - b.literals || a.issues.length - b.issues.length);
  const [best, second] = ranked;
  if (!best) return undefined;
  const isClose = second?.literals === best.literals && second.issues.length === best.issues.length;
  return isClose ? undefined : best.issues;
}

function fromUnion(issues: readonly VariantIssue[], depth: number): VariantIssue[] {
  return issues.map((issue) => ({ ...issue, path: issue.path?.slice(depth) ?? [] }));
}

/** The value is of another kind altogether: a text where the variant is an object. */
function isWrongAsAWhole(issue: VariantIssue, depth: number): boolean {
  if ((issue.path ?? []).length > 0) return false;
  // A variant that is a union itself is as close as the closest of its own.
  if (issue.code === "invalid_union") return closestVariant(issue, depth) === undefined;
  return issue.code !== "unrecognized_keys" && issue.code !== "custom";
}

/** A member that tells variants apart has a fixed value. */
function isLiteral({ code, path }: VariantIssue): boolean {
  return (path ?? []).length === 1 && (code === "invalid_value" || code === "invalid_literal");
}
