const reservedMembers = {
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
} as const;

/** The names of the members of a problem that only this package writes. */
export type ReservedMember = keyof typeof reservedMembers;

/** Returns true if an error may not set a member of this name. `__proto__` and `toJSON` would change the whole problem. */
export function isReservedMember(name: string): boolean {
  return Object.hasOwn(reservedMembers, name) || name === "__proto__" || name === "toJSON";
}
