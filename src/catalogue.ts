export {
  HttpError,
  isHttpError,
  type ErrorHeaders,
  type HttpErrorOptions,
} from "./raise/http-error.ts";
export type { FieldError, RequestPart } from "./raise/field-error.ts";
export { defineErrors, type DefineErrorsOptions, type ErrorCatalogue } from "./raise/catalogue.ts";
export type { CatalogueError } from "./raise/catalogue-error.ts";
export type { ErrorFactory, ThrowOptions } from "./raise/error-factory.ts";
export type { ErrorSpec } from "./raise/error-spec.ts";
export type { Retry } from "./raise/retry.ts";
export { builtInErrors } from "./raise/built-in-errors.ts";
