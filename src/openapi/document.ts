import type { JsonSchema } from "../schema/json-schema.ts";

/** An OpenAPI document, as far as it is made here: plain data, to serve as JSON or to change before. */
export interface OpenApiDocument {
  /** The version of the OpenAPI Specification. */
  openapi: "3.1.1";
  info: OpenApiInfo;
  servers?: readonly object[];
  tags?: readonly object[];
  security?: readonly object[];
  /** The operations, by path and method. */
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: OpenApiComponents;
}

/** What the API is. */
export interface OpenApiInfo {
  readonly title: string;
  /** The version of the API. */
  readonly version: string;
  /** Whatever else the Info Object takes: `description`, `contact`, `license`. */
  readonly [member: string]: unknown;
}

/** One operation. */
export interface OpenApiOperation {
  operationId: string;
  parameters?: readonly object[];
  requestBody?: object;
  /** The responses by status, and `default`. */
  responses: OpenApiResponses;
  [member: string]: unknown;
}

/** Responses by status, and `default`. */
export type OpenApiResponses = Record<string, OpenApiResponse | OpenApiReference>;

/** One response. */
export interface OpenApiResponse {
  readonly description: string;
  /** What is sent, by media type. */
  readonly content?: Readonly<Record<string, OpenApiContent>>;
  readonly [member: string]: unknown;
}

/** What is sent as one media type. */
export interface OpenApiContent {
  readonly schema: JsonSchema;
  /** Examples by name. */
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** A reference to a component. */
export interface OpenApiReference {
  readonly $ref: string;
}

/** The components that operations refer to. */
export interface OpenApiComponents {
  schemas: Record<string, JsonSchema>;
  responses: Record<string, OpenApiResponse>;
  /** Whatever else the Components Object takes, such as `securitySchemes`. */
  [kind: string]: Readonly<Record<string, unknown>>;
}
