import type { ReservedMember } from "./http-error.ts";

const reserved: Readonly<Record<ReservedMember, true>> = {
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

/** Tells whether only the toolkit may write a member of this name: "__proto__" and "toJSON" would change the problem. */
export function isReservedMember(name: string): boolean {
  return Object.hasOwn(reserved, name) || name === "__proto__" || name === "toJSON";
}
