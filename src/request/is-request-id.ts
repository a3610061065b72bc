/** Returns true if a value can be the id of a request. */
export function isRequestId(value: unknown): value is string {
  return typeof value === "string" && /^[\w.-]{1,128}$/.test(value);
}
