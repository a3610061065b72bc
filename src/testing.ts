export { assertDeclaredErrors } from "./testing/assert-declared-errors.ts";
export { assertProblem, type Expected, type TestedResponse } from "./testing/assert-problem.ts";
export { problemMatchers, type ProblemMatchers } from "./testing/problem-matchers.ts";
export { recordingReporter, type RecordingReporter } from "./testing/recording-reporter.ts";
