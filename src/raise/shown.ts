/** Writes a value that was passed by mistake, for the message that refuses it. */
export function shown(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "number")
    return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
