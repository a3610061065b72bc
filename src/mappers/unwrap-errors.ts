/** The error and what it wraps, breadth first: at most 12 objects, at most 5 deep, each once. */
export function unwrapErrors(error: unknown): object[] {
  const found = new Map<object, number>();
  const add = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null) return;
    if (depth <= 5 && found.size < 12 && !found.has(value)) found.set(value, depth);
  };
  add(error, 0);
  // A Map visits what is added during the loop.
  for (const [value, depth] of found) {
    for (const key of ["cause", "original", "driverError"]) add(read(value, key), depth + 1);
    add(firstError(value), depth + 1);
  }
  return [...found.keys()];
}

/** Reads a member, of a proxy or with a getter that throws too. */
export function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    // A getter or a proxy that throws says nothing.
    return undefined;
  }
}

/** Reads a member that is only of use as a text; anything else reads as the empty one. */
export function text(value: object, key: string): string {
  const member = read(value, key);
  return typeof member === "string" ? member : "";
}

/** The first of an AggregateError's errors. */
export function firstError(value: object): unknown {
  try {
    const errors = read(value, "errors");
    return Array.isArray(errors) ? read(errors, "0") : undefined;
  } catch {
    return undefined;
  }
}
