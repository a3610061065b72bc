/** Adds a member to every object, as a deep merge of hostile JSON does. */
export function pollute(name: string, value: unknown): void {
  // oxlint-disable-next-line eslint/no-extend-native -- the attack under test
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
}
