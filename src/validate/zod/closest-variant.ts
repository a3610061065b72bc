import type { SchemaIssue } from "../../schema/standard-schema.ts";

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
