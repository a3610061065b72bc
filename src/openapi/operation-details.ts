import type { OpenApiReference, OpenApiResponse } from "./document.ts";
import type { OperationErrors } from "./operation-handler.ts";

/** The description of an operation: its errors, and members of OpenAPI's Operation Object. */
export interface OperationDetails<Errors = OperationErrors> {
  /**
   * The errors that the operation can send, besides those that any operation can: factories of a catalog, or a catalog of
   * `pickErrors`. Default: errors are not checked.
   */
  readonly errors?: Errors;
  /** Whether to omit the operation from the document. Default: false. */
  readonly hidden?: boolean;
  /** A short summary. Default: none. */
  readonly summary?: string;
  /** A description in CommonMark. Default: none. */
  readonly description?: string;
  /** The tags, in addition to those of the router. Default: none. */
  readonly tags?: readonly string[];
  /** The name in generated clients. Default: made of method and path, such as `getArticlesById`. */
  readonly operationId?: string;
  /** Whether clients should stop using the operation. Default: false. */
  readonly deprecated?: boolean;
  /** The required security schemes; `[]` if none is required. Default: those of the document. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  /** Parameters that extend or replace those of `validate`. Default: none. */
  readonly parameters?: readonly ({ readonly name: string; readonly in: string } & Readonly<
    Record<string, unknown>
  >)[];
  /** The body of the request, which replaces that of `validate`. Default: none. */
  readonly requestBody?: Readonly<Record<string, unknown>>;
  /**
   * Responses that extend or replace those of `validate` and of `errors`: `{ 204: { description: "Deleted" } }`.
   * Default: none.
   */
  readonly responses?: Readonly<Record<number | string, OpenApiResponse | OpenApiReference>>;
  /** A link to more documentation. Default: none. */
  readonly externalDocs?: Readonly<Record<string, unknown>>;
  /** Specification extensions of OpenAPI. */
  readonly [extension: `x-${string}`]: unknown;
}
