import type { ProblemDetails } from "../present/problem.ts";
import { assertProblem, type ExpectedProblem, type TestedResponse } from "./assert-problem.ts";

/** The matchers as `expect` has them, for the declaration merging of Vitest and Jest. */
export interface ProblemMatchers<Result = unknown> {
  /** Asserts that a response is the problem of a declared error, with these values of its members. */
  toBeProblem(
    expected: ExpectedProblem<unknown>,
    members?: Readonly<Partial<ProblemDetails>>,
  ): Result;
}

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * The matcher `toBeProblem` for `expect.extend` of Vitest and Jest; it sees what `assertProblem` does.
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
  ): Verdict;
} = {
  toBeProblem(received, expected, members) {
    try {
      assertProblem(received, expected, members);
      return { pass: true, message: () => `It is the problem ${expected.code}.` };
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : "It could not be compared.";
      return { pass: false, message: () => message };
    }
  },
};
