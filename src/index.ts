export {
  HttpError,
  isHttpError,
  type ErrorHeaders,
  type ProblemExtensions,
  type HttpErrorOptions,
} from "./errors/http-error.ts";
export type { FieldError, RequestPart } from "./errors/field-error.ts";
export {
  BadRequestError,
  UnauthorizedError,
  PaymentRequiredError,
  ForbiddenError,
  NotFoundError,
  MethodNotAllowedError,
  NotAcceptableError,
  ProxyAuthenticationRequiredError,
  RequestTimeoutError,
  ConflictError,
  GoneError,
  LengthRequiredError,
  PreconditionFailedError,
  ContentTooLargeError,
  UriTooLongError,
  UnsupportedMediaTypeError,
  RangeNotSatisfiableError,
  ExpectationFailedError,
  MisdirectedRequestError,
  UnprocessableContentError,
  LockedError,
  FailedDependencyError,
  TooEarlyError,
  UpgradeRequiredError,
  PreconditionRequiredError,
  TooManyRequestsError,
  RequestHeaderFieldsTooLargeError,
  UnavailableForLegalReasonsError,
} from "./errors/client-errors.ts";
export {
  InternalServerError,
  NotImplementedError,
  BadGatewayError,
  ServiceUnavailableError,
  GatewayTimeoutError,
  HttpVersionNotSupportedError,
  VariantAlsoNegotiatesError,
  InsufficientStorageError,
  LoopDetectedError,
  NotExtendedError,
  NetworkAuthenticationRequiredError,
} from "./errors/server-errors.ts";
export {
  defineErrors,
  type DefineErrorsOptions,
  type ErrorCatalog,
} from "./catalog/define-errors.ts";
export type { AnyErrorCatalog } from "./catalog/any-catalog.ts";
export type { CatalogError } from "./catalog/catalog-error.ts";
export type { ErrorFactory } from "./catalog/error-factory.ts";
export type { ThrowOptions } from "./catalog/throw-options.ts";
export type { ErrorSpec } from "./catalog/error-spec.ts";
export type { ProblemCategory } from "./catalog/problem-category.ts";
export type { RetryAdvice } from "./catalog/retry.ts";
export { ValidationError } from "./errors/validation-error.ts";
export { validate } from "./validate/validate.ts";
export { createValidate } from "./validate/create-validate.ts";
export type {
  RequestSchemas,
  ResponseSchemas,
  SchemaChoice,
  ValidateSchemas,
} from "./validate/request-schemas.ts";
export type { ValidationJsonSchemas } from "./validate/json-schemas.ts";
export type { JsonSchema } from "./schema/json-schema.ts";
export type { ResponseMode } from "./validate/response-check.ts";
export type { InvalidRequestMode, ValidateOptions } from "./validate/validate-options.ts";
export type {
  AddedParts,
  CheckingHandler,
  CheckResult,
  DescribedHandler,
  HandlerOfMode,
  ParsedRequest,
  ValidatingHandler,
} from "./validate/validating-handler.ts";
export type { Guard, RequestOf } from "./validate/handler-types.ts";
export type { StandardSchema } from "./schema/standard-schema.ts";
export { asyncHandler, type HandlerOf, type KnownParameters } from "./catch/async-handler.ts";
export type {
  TypedRequest,
  TypedRequestParts,
  WithoutTypedRequest,
  WithTypedRequest,
} from "./express/typed-request.ts";
export { callbackHandler } from "./catch/callback-handler.ts";
export { guardEmitter } from "./catch/guard-emitter.ts";
export { pipeResponse, type PipeSource } from "./catch/pipe-response.ts";
export { addContext } from "./request/add-context.ts";
export { currentRequest, type CurrentRequest } from "./request/current-request.ts";
export { requestContext, type RequestContextOptions } from "./request/request-context.ts";
export {
  replaceErrorResponses,
  type ReplaceErrorResponsesOptions,
} from "./replace-error-responses.ts";
export { notFoundHandler } from "./not-found-handler.ts";
export type { ConsoleFormat } from "./report/console-format.ts";
export { consoleReporter, type ConsoleReporterOptions } from "./report/console.ts";
export type { PublishedFailure } from "./report/failure-channel.ts";
export { errorHandler } from "./error-handler.ts";
export type { ErrorHandlerOptions } from "./error-handler-options.ts";
export type { DebugOptions } from "./debug/debug-options.ts";
export type { EditorName, EditorOption, SourcePlace } from "./debug/editor-option.ts";
export type { ValidationStatus } from "./errors/validation-status.ts";
export type { ErrorMapper } from "./normalize/mapper.ts";
export type { ResponseOutcome } from "./errors/failure.ts";
export type { FailureRecord, FailureSummary } from "./report/record.ts";
export type { RecordedField } from "./report/recorded-fields.ts";
export type { RedactOptions } from "./inspect/redact-options.ts";
export type { ReportedFailure, Reporter } from "./report/reporter.ts";
export type { RecordedError } from "./inspect/recorded-error.ts";
export type { HtmlRenderer } from "./present/html.ts";
export type { MarkdownRenderer } from "./present/render.ts";
export type { ProblemDetails } from "./present/problem.ts";
export type { ProblemFormat } from "./present/problem-format.ts";
export type { ProblemSerializer, SerializedBody, SerializedField } from "./present/serialize.ts";
