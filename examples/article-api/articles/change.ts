import type { Queryable } from "../database/database.ts";

/** A change of an article that is being committed. */
export interface Change {
  readonly type: "created" | "updated" | "deleted";
  readonly article: { readonly id: string; readonly title: string; readonly author: string };
}

/** Something that follows every change of an article. */
export interface Follower {
  /** Runs in the transaction of the change. If it rejects, the change is undone. */
  record(transaction: Queryable, change: Change): Promise<void>;
  /** Is called after the change has been committed. */
  committed(): void;
}
