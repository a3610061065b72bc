import type { FailureSummary } from "./record.ts";

/** The members that two failures of the same kind agree in. */
export const kindMembers = ["status", "code", "method", "route"] as const;

/** The members that failures of one kind have in common. */
export type FailureKind = Pick<FailureSummary, (typeof kindMembers)[number]>;

/** Returns the kind of a failure. */
export function kindOf({ status, code, method, route }: FailureSummary): FailureKind {
  return { status, code, method, ...(route !== undefined && { route }) };
}
