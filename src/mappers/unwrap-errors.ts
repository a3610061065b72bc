import { tryReadMember } from "../misuse/read-member.ts";

const maximumObjects = 12;
const maximumDepth = 5;

/** Returns an error and the errors that it wraps, breadth first: at most 12 objects, at most 5 levels deep, each once. */
export function unwrapErrors(error: unknown): readonly object[] {
  if (typeof error !== "object" || error === null) return [];
  const found = [error];
  let end = 0;
  for (let depth = 0; depth < maximumDepth && end < found.length; depth += 1) {
    const begin = end;
    end = found.length;
    for (const outer of found.slice(begin, end)) addWrapped(outer, found);
  }
  return found;
}

function addWrapped(outer: object, found: object[]): void {
  for (const key of wrappingMembers) add(tryReadMember(outer, key), found);
  add(firstError(outer), found);
  // Prisma 7 keeps the error of its driver there.
  const meta = tryReadMember(outer, "meta");
  if (typeof meta === "object" && meta !== null)
    add(tryReadMember(meta, "driverAdapterError"), found);
}

const wrappingMembers = ["cause", "original", "driverError"] as const;

function add(value: unknown, found: object[]): void {
  if (typeof value !== "object" || value === null) return;
  if (found.length < maximumObjects && !found.includes(value)) found.push(value);
}

/** Reads a member that should be a string; returns "" for anything else. */
export function text(value: object, key: string): string {
  const member = tryReadMember(value, key);
  return typeof member === "string" ? member : "";
}

/** Returns the first of an AggregateError's `errors`. */
export function firstError(value: object): unknown {
  try {
    const errors = tryReadMember(value, "errors");
    return Array.isArray(errors) ? tryReadMember(errors, "0") : undefined;
  } catch {
    return undefined;
  }
}
