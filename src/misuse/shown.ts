/** Writes a value that was passed by mistake, for the message that refuses it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || ["undefined", "boolean", "number"].includes(typeof value)) {
    return String(value);
  }
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
