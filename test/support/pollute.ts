/** Adds a member to every object, as a deep merge of hostile JSON does. */
export function pollute(name: string, value: unknown): void {
  Object.assign(Object.prototype, { [name]: value });
}
