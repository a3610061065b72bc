import { retryAdvice } from "./retry.ts";

/**
 * The kind of step that a problem asks for. `request`: change the request. `authentication`: send valid credentials.
 * `permission`: get permission, or pay. `not_found`: look for another resource. `conflict`: read the current state
 * first. `rate_limit`: send fewer requests. `temporary`: try again. `server`: tell the operator.
 */
export type ProblemCategory =
  | "request"
  | "authentication"
  | "permission"
  | "not_found"
  | "conflict"
  | "rate_limit"
  | "temporary"
  | "server";

/** The categories, in the order of the documentation. */
export const problemCategories: readonly ProblemCategory[] = [
  "request",
  "authentication",
  "permission",
  "not_found",
  "conflict",
  "rate_limit",
  "temporary",
  "server",
];

const statuses: Partial<Readonly<Record<ProblemCategory, readonly number[]>>> = {
  authentication: [401, 407, 511],
  permission: [402, 403, 451],
  not_found: [404, 410],
  conflict: [409, 412, 423, 424],
  rate_limit: [429],
};

/** Returns the category of a status. */
export function toCategory(status: number): ProblemCategory {
  for (const category of Object.keys(statuses) as (keyof typeof statuses)[]) {
    if (statuses[category]?.includes(status)) return category;
  }
  if (retryAdvice(status) === "later") return "temporary";
  return status < 500 ? "request" : "server";
}
