import { tryReadMember } from "../misuse/read-member.ts";

/** Returns an error and the errors that it wraps, breadth first: at most 12 objects, at most 5 levels deep, each once. */
export function unwrapErrors(error: unknown): object[] {
  const found = new Map<object, number>();
  const add = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null) return;
    if (depth <= 5 && found.size < 12 && !found.has(value)) found.set(value, depth);
  };
  add(error, 0);
  // The loop over a Map also visits what is added during the loop.
  for (const [value, depth] of found) {
    for (const key of ["cause", "original", "driverError"])
      add(tryReadMember(value, key), depth + 1);
    add(firstError(value), depth + 1);
    // Prisma 7 keeps the error of its driver there.
    const meta = tryReadMember(value, "meta");
    if (typeof meta === "object" && meta !== null)
      add(tryReadMember(meta, "driverAdapterError"), depth + 1);
  }
  return [...found.keys()];
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
