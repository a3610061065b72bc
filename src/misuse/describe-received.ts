/** Describes a wrong value for an error message. */
export function describeReceived(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || ["undefined", "boolean", "number"].includes(typeof value)) {
    return String(value);
  }
  if (value instanceof Promise) return "a Promise";
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
