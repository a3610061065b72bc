/**
 * Reads a member of an object. Returns undefined if the value is the one that every object inherits, which a polluted
 * Object.prototype would supply.
 */
export function readMember(value: object, name: string): unknown {
  const member = (value as Record<string, unknown>)[name];
  return member === (Object.prototype as Record<string, unknown>)[name] ? undefined : member;
}

/** Reads a member of an object as `readMember` does. Returns undefined if the read throws, as a getter or a proxy may. */
export function tryReadMember(value: object, name: string): unknown {
  try {
    return readMember(value, name);
  } catch {
    return undefined;
  }
}

/** Copies an object without a prototype, so that whatever reads the copy finds only the own members of the object. */
export function ownMembers<Value extends object>(value: Value): Value {
  // The copy has the members of the original, which is plain data.
  return Object.assign(Object.create(null), value) as Value;
}
