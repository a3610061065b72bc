export { problemTypes, type ProblemTypesOptions } from "./problem-types.ts";
export type { ProblemTypeDescription } from "../catalog/describe-error.ts";
export type { AnyErrorCatalog, SnapshotOptions } from "../catalog/define-errors.ts";
export type { ValidationStatus } from "../errors/validation-status.ts";
export type { RetryAdvice } from "../catalog/retry.ts";
export type { JsonSchema } from "../schema/json-schema.ts";
