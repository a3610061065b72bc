export { openapi, type OpenApiOptions } from "./openapi.ts";
export type { Mounts, Routes } from "./mounted.ts";
export { operation, type OperationMarker } from "./operation.ts";
export type { OperationDetails } from "./operation-details.ts";
export type {
  DeclaredError,
  DeclaredFactories,
  OperationErrors,
  OperationHandler,
  OperationParameters,
} from "./operation-handler.ts";
export { secured, type SecuredDetails } from "./secured.ts";
export { problemComponents } from "./problem-components.ts";
export { problemResponses } from "./problem-responses.ts";
export type { ProblemFormat } from "../present/problem-format.ts";
export type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
export type { SnapshotOptions } from "../catalog/snapshot.ts";
export type { SerializeExample } from "../catalog/example-body.ts";
export type { JsonSchema } from "../schema/json-schema.ts";
export type {
  OpenApiComponents,
  OpenApiContent,
  OpenApiDocument,
  OpenApiInfo,
  OpenApiOperation,
  OpenApiReference,
  OpenApiResponse,
  OpenApiResponses,
} from "./document.ts";
