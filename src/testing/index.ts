export { assertDeclaredErrors } from "./assert-declared-errors.ts";
export type { AssertProblemOptions } from "./assert-options.ts";
export { assertProblem, type ExpectedMembers, type ExpectedProblem } from "./assert-problem.ts";
export { assertInvalidField } from "./assert-invalid-field.ts";
export type { ExpectedField } from "./tested-field.ts";
export { assertNoSecret } from "./assert-no-secret.ts";
export type { TestedField } from "./tested-field.ts";
export type { TestedResponse } from "./tested-response.ts";
export {
  problemMatchers,
  type MatcherResult,
  type ProblemMatchers,
  type ProblemMatchersObject,
} from "./problem-matchers.ts";
export { recordingReporter, type RecordingReporter } from "./recording-reporter.ts";
export type { FactoryTypes } from "../catalog/error-factory.ts";
