import type { ReservedMember } from "./http-error.ts";

const reservedMembers: Readonly<Record<ReservedMember, true>> = {
  type: true,
  title: true,
  status: true,
  detail: true,
  instance: true,
  code: true,
  errors: true,
  errorCount: true,
  requestId: true,
  traceId: true,
  debug: true,
};

/** Returns true if an error may not set a member of this name. `__proto__` and `toJSON` would change the whole problem. */
export function isReservedMember(name: string): boolean {
  return Object.hasOwn(reservedMembers, name) || name === "__proto__" || name === "toJSON";
}
