/**
 * Tells whether plain data, as parsers make it, has more levels than that. It goes level by level and not by calling
 * itself, so that no depth exhausts the stack.
 */
export function isDeeperThan(levels: number, value: unknown): boolean {
  let level: object[] = [];
  addContainer(level, value);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    const next: object[] = [];
    for (const container of level) addMembers(next, container);
    level = next;
  }
  return false;
}

function addMembers(containers: object[], container: object): void {
  if (Array.isArray(container)) {
    for (const item of container) addContainer(containers, item);
    return;
  }
  // Key by key: Object.values takes five times as long where an object has thousands.
  for (const key of Object.keys(container)) {
    addContainer(containers, (container as Record<string, unknown>)[key]);
  }
}

/** Arrays and plain objects; a buffer or an instance of some class is not what a body is nested in. */
function addContainer(containers: object[], value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value) || isPlain(value)) containers.push(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
