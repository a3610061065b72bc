export {
  HttpError,
  isHttpError,
  type ErrorHeaders,
  type HttpErrorOptions,
} from "../errors/http-error.ts";
export type { FieldError, RequestPart } from "../errors/field-error.ts";
export { defineErrors, type DefineErrorsOptions, type ErrorCatalog } from "./define-errors.ts";
export type { CatalogError } from "./catalog-error.ts";
export type { ErrorFactory, ThrowOptions } from "./error-factory.ts";
export type { ErrorSpec } from "./error-spec.ts";
export type { RetryAdvice } from "./retry.ts";
export { builtInErrors } from "./built-in-errors.ts";
