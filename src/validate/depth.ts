/** Returns true if plain data, as body parsers produce it, has more than this many levels. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return levels === 0 || hasDeeperItem(levels - 1, value);
  // A Buffer or an instance of another class counts as a value without members.
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
  // Not Object.values, which takes five times as long for an object with thousands of members.
  for (const key of Object.keys(members)) {
    if (isDeeperThan(levels, (members as Record<string, unknown>)[key])) return true;
  }
  return false;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
