import { ownMembers } from "./read-member.ts";

const everyObject: object = Object.prototype;

/**
 * Returns an object that inherits nothing from a polluted Object.prototype, as a deep merge of hostile JSON leaves it:
 * the object itself as long as nothing is planted, and otherwise a copy of its own members.
 */
export function unpolluted<Value extends object>(value: Value): Value {
  return isPolluted() ? ownMembers(value) : value;
}

/** Returns true if Object.prototype has a member that JSON planted. Object.keys would allocate a list on each call. */
function isPolluted(): boolean {
  for (const name in everyObject) return name !== undefined;
  return false;
}
