import type { ProblemDetails } from "../present/problem.ts";
import {
  type AssertProblemOptions,
  compareProblem,
  type ExpectedProblem,
} from "./assert-problem.ts";
import type { TestedResponse } from "./tested-response.ts";

/** The type of the matchers on `expect`, for declaration merging in Vitest and Jest. */
export interface ProblemMatchers<Result = unknown> {
  /** Asserts that a response is the problem of a declared error, and that members have the given values. */
  toBeProblem(
    expected: ExpectedProblem<unknown>,
    members?: Readonly<Partial<ProblemDetails>>,
    options?: AssertProblemOptions,
  ): Result;
}

/** The result of a matcher, as Vitest and Jest expect it. */
export interface MatcherResult {
  /** Whether the response is the problem. */
  readonly pass: boolean;
  /** Returns the text for a failed assertion. */
  readonly message: () => string;
}

/**
 * The matcher `toBeProblem` for `expect.extend` in Vitest and Jest. It makes the same checks as `assertProblem`.
 *
 * @example
 * expect.extend(problemMatchers);
 * expect(await supertest(app).get("/articles/a17")).toBeProblem(errors.article_not_found, { articleId: "a17" });
 */
export const problemMatchers: {
  toBeProblem(
    received: TestedResponse,
    expected: ExpectedProblem<unknown>,
    members?: Readonly<Partial<ProblemDetails>>,
    options?: AssertProblemOptions,
  ): MatcherResult;
} = {
  // Nothing is thrown and recognized here: Jest runs tests in a realm whose Error is not that of node:assert.
  toBeProblem(received, expected, members = {}, options = {}) {
    const { mismatch } = compareProblem(received, expected, members, options);
    return {
      pass: mismatch === undefined,
      message: () => mismatch ?? `The response is the problem ${expected.code}.`,
    };
  },
};
