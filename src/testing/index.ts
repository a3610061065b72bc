export { assertDeclaredErrors } from "./assert-declared-errors.ts";
export {
  assertProblem,
  type AssertProblemOptions,
  type ExpectedProblem,
} from "./assert-problem.ts";
export type { TestedResponse } from "./tested-response.ts";
export { problemMatchers, type MatcherResult, type ProblemMatchers } from "./problem-matchers.ts";
export { recordingReporter, type RecordingReporter } from "./recording-reporter.ts";
export type { FactoryTypes } from "../catalog/error-factory.ts";
