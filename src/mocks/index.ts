export { problemResponse, type ProblemResponseOptions } from "./problem-response.ts";
export type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
export type { SnapshotOptions } from "../catalog/snapshot.ts";
export type { SerializeExample } from "../catalog/example-body.ts";
export type { ErrorHeaders, HttpError } from "../errors/http-error.ts";
export type { ValidationStatus } from "../errors/validation-status.ts";
export type { ProblemDetails } from "../present/problem.ts";
