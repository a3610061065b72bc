import { ownMembers } from "./read-member.ts";

/**
 * Returns an object that inherits nothing from a polluted Object.prototype, as a deep merge of hostile JSON leaves it:
 * the object itself as long as nothing is planted, and otherwise a copy of its own members.
 */
export function unpolluted<Value extends object>(value: Value): Value {
  return Object.keys(Object.prototype).length > 0 ? ownMembers(value) : value;
}
