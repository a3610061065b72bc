/**
 * Gives what was read of an object, unless it is what every object inherits from a polluted Object.prototype.
 *
 * @param read Such as `options.code`.
 * @param inherited The same of `Object.prototype`: read by name at both places, neither takes time.
 */
export function given<Value>(read: Value, inherited: unknown): Value | undefined {
  return read === inherited ? undefined : read;
}
