export { problemResponse, type ProblemResponseOptions } from "./problem-response.ts";
export type { AnyErrorCatalog, SnapshotOptions } from "../catalog/define-errors.ts";
export type { ErrorHeaders, HttpError } from "../errors/http-error.ts";
export type { ValidationStatus } from "../errors/validation-status.ts";
export type { ProblemDetails } from "../present/problem.ts";
