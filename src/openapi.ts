export { openapi, type OpenApiOptions } from "./openapi/openapi.ts";
export {
  operation,
  type DeclaredError,
  type OperationDetails,
  type OperationMarker,
} from "./openapi/operation.ts";
export { problemComponents } from "./openapi/problem-components.ts";
export { problemResponses } from "./openapi/problem-responses.ts";
export type { ProblemOptions } from "./openapi/problem-schemas.ts";
export type {
  OpenApiComponents,
  OpenApiContent,
  OpenApiDocument,
  OpenApiInfo,
  OpenApiOperation,
  OpenApiReference,
  OpenApiResponse,
  OpenApiResponses,
} from "./openapi/document.ts";
