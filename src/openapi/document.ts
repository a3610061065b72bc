import type { JsonSchema } from "../schema/json-schema.ts";

/** An OpenAPI document. It is plain data, which may be changed before it is served as JSON. */
export interface OpenApiDocument {
  /** The version of the OpenAPI Specification. */
  openapi: "3.0.3" | "3.1.1" | "3.2.0";
  /** The title, the version and other facts about the API. */
  info: OpenApiInfo;
  /** The addresses of the API. */
  servers?: readonly object[];
  /** The descriptions and the order of tags. */
  tags?: readonly object[];
  /** The security schemes that every operation requires unless it declares its own. */
  security?: readonly object[];
  /** The operations, by path and method. */
  paths: Record<string, Record<string, OpenApiOperation>>;
  /** The schemas, responses and other objects that operations refer to. */
  components: OpenApiComponents;
}

/** The facts about an API. */
export interface OpenApiInfo {
  /** The name of the API. */
  readonly title: string;
  /** The version of the API. */
  readonly version: string;
  /** Any other member of OpenAPI's Info Object, such as `description`, `contact` or `license`. */
  readonly [member: string]: unknown;
}

/** One method of one path. */
export interface OpenApiOperation {
  /** The name of the operation in generated clients. */
  operationId: string;
  /** The parameters in the path, the query, headers and cookies. */
  parameters?: readonly object[];
  /** The body of the request. */
  requestBody?: object;
  /** The responses by status, and `default`. */
  responses: OpenApiResponses;
  /** Any other member of OpenAPI's Operation Object, such as `summary`. */
  [member: string]: unknown;
}

/** Responses by status, and `default`. */
export type OpenApiResponses = Record<string, OpenApiResponse | OpenApiReference>;

/** One response. */
export interface OpenApiResponse {
  /** The meaning of the response. */
  readonly description: string;
  /** The body, by media type. */
  readonly content?: Readonly<Record<string, OpenApiContent>>;
  /** Any other member of OpenAPI's Response Object, such as `headers`. */
  readonly [member: string]: unknown;
}

/** The body of one media type. */
export interface OpenApiContent {
  /** The schema of the body. */
  readonly schema: JsonSchema;
  /** Examples of the body, by name. */
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** A reference to a component. */
export interface OpenApiReference {
  /** The place of the component, such as `#/components/schemas/Problem`. */
  readonly $ref: string;
}

/** The components that operations refer to. */
export interface OpenApiComponents {
  /** The schemas, by name. */
  schemas: Record<string, JsonSchema>;
  /** The responses, by name. */
  responses: Record<string, OpenApiResponse>;
  /** Any other member of OpenAPI's Components Object, such as `securitySchemes`. */
  [kind: string]: Readonly<Record<string, unknown>>;
}
