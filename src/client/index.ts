export {
  readProblem,
  type KnownProblem,
  type ReadProblem,
  type ReadProblemOptions,
  type UnknownProblem,
} from "./read-problem.ts";
export { safe, type SafeResult } from "./safe.ts";
export { isRetryable, retryAfter } from "./retry.ts";
export { toHttpError } from "./to-http-error.ts";
