export {
  HttpError,
  isHttpError,
  type ErrorHeaders,
  type HttpErrorOptions,
  type ProblemExtensions,
} from "../errors/http-error.ts";
export type { FieldError, RequestPart } from "../errors/field-error.ts";
export type { ReservedMember } from "../errors/reserved-members.ts";
export { defineErrors, type DefineErrorsOptions, type ErrorCatalog } from "./define-errors.ts";
export type { AnyErrorCatalog } from "./any-catalog.ts";
export { mergeErrors, type MergedErrors } from "./merge-errors.ts";
export { pickErrors, type CodeOf, type PickedErrors } from "./pick-errors.ts";
export type { SnapshotOptions } from "./snapshot.ts";
export type { SerializeExample } from "./example-body.ts";
export type { CatalogError, CatalogErrorOptions } from "./catalog-error.ts";
export type { ErrorFactory, FactoryArguments, FactoryTypes } from "./error-factory.ts";
export type { DeclarationCheck, ErrorSpec, ErrorTexts, InputOf, OutputOf } from "./error-spec.ts";
export type { ErrorTranslation, ErrorTranslations } from "./error-translations.ts";
export type { PublicData } from "./public-data.ts";
export type { RetryAdvice } from "./retry.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "../schema/standard-schema.ts";
export { builtInErrors, type BuiltInSchemas, type BuiltInStatuses } from "./built-in-errors.ts";
export type { StatusCodes } from "./status-errors.ts";
export type { ThrowOptions } from "./throw-options.ts";
