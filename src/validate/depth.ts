/** Tells whether plain data, as parsers make it, has more levels than that. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return levels === 0 || hasDeeperItem(levels - 1, value);
  // A buffer or an instance of some class is not what a body is nested in.
  if (!isPlain(value)) return false;
  return levels === 0 || hasDeeperMember(levels - 1, value);
}

function hasDeeperItem(levels: number, items: readonly unknown[]): boolean {
  for (const item of items) {
    if (isDeeperThan(levels, item)) return true;
  }
  return false;
}

function hasDeeperMember(levels: number, members: object): boolean {
  // Key by key: Object.values takes five times as long where an object has thousands.
  for (const key of Object.keys(members)) {
    if (isDeeperThan(levels, (members as Record<string, unknown>)[key])) return true;
  }
  return false;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
