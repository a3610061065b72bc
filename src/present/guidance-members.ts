import type { ProblemCategory } from "../catalog/problem-category.ts";

/** The members that tell a client what to do next. */
export interface Guidance {
  readonly retryable: boolean;
  readonly category: ProblemCategory;
  readonly fix: string | undefined;
  readonly docs: string | undefined;
}
