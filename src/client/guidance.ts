import type { ProblemCategory } from "../catalog/problem-category.ts";
import { pickStrings } from "./pick-strings.ts";

/** The members that tell a client what to do next. The server sends all but `retryAfter` only with its option `guidance`. */
export interface ProblemGuidance {
  /** Whether the same request may be sent again, later. */
  readonly retryable?: boolean;
  /** The seconds to wait before the next request: the `Retry-After` header, which pages of other origins often cannot read. */
  readonly retryAfter?: number;
  /** The kind of step that the problem asks for. A newer server may send others: give every `switch` a `default`. */
  readonly category?: ProblemCategory;
  /** The text that says what the client can do about it, for people and agents. */
  readonly fix?: string;
  /** The `http` or `https` address of a page about the problem. */
  readonly docs?: string;
}

/** Returns the guidance in a received problem, without members of another type. */
export function pickGuidance(members: Readonly<Record<string, unknown>>): ProblemGuidance {
  const { retryable, retryAfter } = members;
  const { docs, ...texts } = pickStrings(members, ["category", "fix", "docs"]);
  // `texts` has any string as category: see ProblemGuidance.
  return {
    ...(typeof retryable === "boolean" && { retryable }),
    ...(Number.isSafeInteger(retryAfter) && { retryAfter: retryAfter as number }),
    ...(texts as Pick<ProblemGuidance, "category" | "fix">),
    // Another scheme, such as javascript:, must not become a link.
    ...(docs && /^https?:/i.test(docs) && { docs }),
  };
}
