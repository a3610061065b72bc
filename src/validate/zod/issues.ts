import { closestVariant } from "./closest-variant.ts";
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
export function placedIssues(vendor: string, issue: SchemaIssue, room: number): PlacedIssues {
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
