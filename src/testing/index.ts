export { assertDeclaredErrors } from "./assert-declared-errors.ts";
export {
  assertProblem,
  type AssertProblemOptions,
  type ExpectedProblem,
  type TestedResponse,
} from "./assert-problem.ts";
export { problemMatchers, type MatcherResult, type ProblemMatchers } from "./problem-matchers.ts";
export { recordingReporter, type RecordingReporter } from "./recording-reporter.ts";
export type { FactoryTypes } from "../catalog/error-factory.ts";
