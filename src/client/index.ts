export {
  readProblem,
  type KnownProblem,
  type ReadProblem,
  type ReadProblemOptions,
  type StandardMembers,
  type UnknownProblem,
} from "./read-problem.ts";
export type { ProblemGuidance } from "./guidance.ts";
export { safe, type SafeResult } from "./safe.ts";
export { readResults, type ItemResult } from "./read-results.ts";
export { matchProblem, type KnownProblemOf } from "./match-problem.ts";
export { fetchWithRetry, type RetryOptions } from "./fetch-with-retry.ts";
export { isRetryable, retryAfter } from "./retry.ts";
export {
  toFormErrors,
  type FormErrors,
  type FormErrorsOptions,
  type FormProblem,
} from "./to-form-errors.ts";
export { toHttpError, type UpstreamProblem } from "./to-http-error.ts";
export type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
export type { SnapshotOptions } from "../catalog/snapshot.ts";
export type { SerializeExample } from "../catalog/example-body.ts";
export type { ProblemCategory } from "../catalog/problem-category.ts";
export type { FactoryTypes } from "../catalog/error-factory.ts";
export type { FieldError, RequestPart } from "../errors/field-error.ts";
export type { HttpError } from "../errors/http-error.ts";
