export {
  readProblem,
  type KnownProblem,
  type ReadProblem,
  type ReadProblemOptions,
  type UnknownProblem,
} from "./client/read-problem.ts";
export { safe, type SafeResult } from "./client/safe.ts";
export { isRetryable, retryAfter } from "./client/retry.ts";
export { toHttpError } from "./client/to-http-error.ts";
