/** Returns true for an error in place of options, also for one of another realm, as Jest and node:vm have them. */
export function isCause(given: unknown): given is Error {
  try {
    return given instanceof Error || Object.prototype.toString.call(given) === "[object Error]";
  } catch {
    // A proxy may throw.
    return false;
  }
}
