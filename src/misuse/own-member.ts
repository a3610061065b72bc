/**
 * Reads a member of an unknown value; not one that it merely shares with every object, which is what a polluted
 * Object.prototype would answer.
 */
export function readMember(value: object, name: string): unknown {
  const found = (value as Record<string, unknown>)[name];
  return found === (Object.prototype as Record<string, unknown>)[name] ? undefined : found;
}
