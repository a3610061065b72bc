import { compareInvalidField } from "./assert-invalid-field.ts";
import { describeSecret } from "./assert-no-secret.ts";
import type { AssertProblemOptions } from "./assert-options.ts";
import { compareProblem, type ExpectedMembers, type ExpectedProblem } from "./assert-problem.ts";
import type { ExpectedField } from "./tested-field.ts";
import type { TestedResponse } from "./tested-response.ts";

/** The type of the matchers on `expect`, for declaration merging in Vitest and Jest. */
export interface ProblemMatchers<Result = unknown> {
  /** Asserts that a response is the problem of a declared error, and that members have the given values. */
  toBeProblem<Data>(
    expected: ExpectedProblem<Data>,
    members?: NoInfer<ExpectedMembers<Data>>,
    options?: AssertProblemOptions,
  ): Result;
  /** Asserts that a response names an invalid field, by its JSON Pointer, and that its members have the given values. */
  toHaveInvalidField(
    pointer: string,
    expected?: ExpectedField,
    options?: AssertProblemOptions,
  ): Result;
  /** Asserts that a response repeats nothing of a secret, or of several. */
  toKeepSecret(secrets: string | readonly string[]): Result;
}

/** The result of a matcher, as Vitest and Jest expect it. */
export interface MatcherResult {
  /** Whether the response is as expected. */
  readonly pass: boolean;
  /** Returns the text for a failed assertion. */
  readonly message: () => string;
}

/** The matchers, which get the response as their first argument. */
export type ProblemMatchersObject = {
  readonly [Name in keyof ProblemMatchers]: (
    received: TestedResponse,
    ...expected: Parameters<ProblemMatchers[Name]>
  ) => MatcherResult;
};

/**
 * The matchers `toBeProblem`, `toHaveInvalidField` and `toKeepSecret` for `expect.extend` in Vitest and Jest. They make
 * the same checks as `assertProblem`, `assertInvalidField` and `assertNoSecret`.
 *
 * @example
 * expect.extend(problemMatchers);
 * expect(await supertest(app).get("/articles/a17")).toBeProblem(errors.article_not_found, { articleId: "a17" });
 * expect(await supertest(app).post("/articles").send({})).toHaveInvalidField("#/title", { code: "required" });
 */
export const problemMatchers: ProblemMatchersObject = {
  // Nothing is thrown and recognized here: Jest runs tests in a realm whose Error is not that of node:assert.
  toBeProblem(received, expected, members = {}, options = {}) {
    const { mismatch } = compareProblem("toBeProblem", received, expected, members, options);
    return toResult(mismatch, `The response is the problem ${expected.code}.`);
  },
  toHaveInvalidField(received, pointer, expected = {}, options = {}) {
    const { mismatch } = compareInvalidField(
      "toHaveInvalidField",
      received,
      pointer,
      expected,
      options,
    );
    return toResult(mismatch, `The response names the invalid field ${pointer}.`);
  },
  toKeepSecret(received, secrets) {
    return toResult(
      describeSecret("toKeepSecret", received, secrets),
      "The response repeats nothing of the secret.",
    );
  },
};

function toResult(mismatch: string | undefined, otherwise: string): MatcherResult {
  return { pass: mismatch === undefined, message: () => mismatch ?? otherwise };
}
