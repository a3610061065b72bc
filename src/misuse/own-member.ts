/**
 * Reads a member of an object. Returns undefined if the value is the one that every object inherits, which a polluted
 * Object.prototype would supply.
 */
export function readMember(value: object, name: string): unknown {
  const member = (value as Record<string, unknown>)[name];
  return member === (Object.prototype as Record<string, unknown>)[name] ? undefined : member;
}
