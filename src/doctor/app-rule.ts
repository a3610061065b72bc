import type { AppFacts } from "./app-facts.ts";

/** Where a mistake is in a built app. */
export interface Spot {
  /** The route, such as `GET /articles/:id`. */
  readonly route?: string | undefined;
  /** The function, whose place in the source the engine may know. */
  readonly handle?: unknown;
}

/** A mistake that the built app shows. */
export interface AppRule {
  /** The stable id. */
  readonly id: string;
  /** Says why it is a mistake. */
  readonly reason: string;
  /** Says what to write. */
  readonly cure: string;
  /** Returns the places of the mistake; `{}` for the app as a whole. */
  find(facts: AppFacts): readonly Spot[];
}
