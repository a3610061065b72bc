export { problemTypes } from "./problem-types.ts";
export type { ProblemFormat } from "../present/problem-format.ts";
export type { ProblemTypeDescription } from "../catalog/describe-error.ts";
export type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
export type { SnapshotOptions } from "../catalog/snapshot.ts";
export type { SerializeExample } from "../catalog/example-body.ts";
export type { ValidationStatus } from "../errors/validation-status.ts";
export type { RetryAdvice } from "../catalog/retry.ts";
export type { JsonSchema } from "../schema/json-schema.ts";
