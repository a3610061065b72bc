import type { NextFunction } from "express";
import { wrappedFunctions } from "../express/wrapped-functions.ts";
import { checkOptions, isObject, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { inDevelopment } from "../misuse/development.ts";
import { declareErrors } from "../request/declared-errors.ts";
import type { OpenApiReference, OpenApiResponse } from "./document.ts";

/** An error of a catalog: one of the factories that `defineErrors` returns. */
export interface DeclaredError {
  /** The stable code of the error. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The title, the same for every problem with this code. */
  readonly title: string;
}

/** The description of an operation: its errors, and members of OpenAPI's Operation Object. */
export interface OperationDetails {
  /** The errors that the operation can send, besides those that any operation can. Default: errors are not checked. */
  readonly errors?: readonly DeclaredError[];
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

/** A middleware that carries the description of an operation and passes every request on. */
export type OperationMarker = (req: object, res: unknown, next: NextFunction) => void;

/**
 * Creates a middleware that describes a route for `openapi()`: its errors, a summary, tags. Put it first among the
 * handlers of the route. Mounted with `use`, it describes all routes after it.
 *
 * Unless NODE_ENV is `production`, a response with an error that is not declared in `errors` is still sent, but it
 * causes a process warning, and its record has `undeclared: true`.
 *
 * @param details The errors, and members of OpenAPI's Operation Object.
 *
 * @throws {TypeError} If a member is unknown or has the wrong type, or an error is not from a catalog.
 *
 * @example
 * app.get(
 *   "/articles/:id",
 *   operation({ summary: "Read an article", errors: [errors.article_not_found] }),
 *   validate({ params: ArticleId, response: { 200: Article } }),
 *   asyncHandler(async (req, res) => { … }),
 * );
 */
export function operation(details: OperationDetails): OperationMarker {
  checkDetails(details);
  const codes = inDevelopment() ? details.errors?.map(({ code }) => code) : undefined;

  function operation(req: object, _res: unknown, next: NextFunction): void {
    if (codes) declareErrors(req, codes);
    next();
  }
  return Object.defineProperty(operation, detailsKey, { value: Object.freeze({ ...details }) });
}

/** Returns the details of an `operation` middleware, also of one that instrumentation has wrapped; undefined for any other handler. */
export function detailsOf(handler: unknown): OperationDetails | undefined {
  for (const one of wrappedFunctions(handler)) {
    const details = (one as { readonly [detailsKey]?: OperationDetails })[detailsKey];
    if (details) return details;
  }
  return undefined;
}

const detailsKey = Symbol.for("express-backstop.operation");

const aString: OptionCheck = ["a string", (value) => typeof value === "string"];
const anArray: OptionCheck = ["an array", Array.isArray];
const anObject: OptionCheck = ["an object", isObject];

const checks: Readonly<Record<string, OptionCheck>> = {
  errors: ["an array such as [errors.article_not_found]", Array.isArray],
  hidden: trueOrFalse,
  summary: aString,
  description: aString,
  tags: [
    "an array of strings",
    (value) => Array.isArray(value) && value.every((tag) => typeof tag === "string"),
  ],
  operationId: aString,
  deprecated: trueOrFalse,
  security: anArray,
  parameters: anArray,
  requestBody: anObject,
  responses: anObject,
  externalDocs: anObject,
};

function checkDetails(details: OperationDetails): void {
  if (!isObject(details)) {
    throw new TypeError(
      `operation: details must be an object, got ${describeReceived(details)}. Write operation({ errors: [errors.article_not_found] }).`,
    );
  }
  // OpenAPI allows any member whose name begins with "x-".
  const members = Object.entries(details).filter(([name]) => !name.startsWith("x-"));
  checkOptions("operation", Object.fromEntries(members), checks);
  for (const [index, error] of (details.errors ?? []).entries()) {
    if (isDeclared(error)) continue;
    throw new TypeError(
      `operation: errors[${index}] must be an error of a catalog, got ${describeReceived(error)}. Write errors.article_not_found, without calling it.`,
    );
  }
}

function isDeclared(error: unknown): boolean {
  const { code, status } = { ...(error as Partial<DeclaredError> | undefined) };
  return typeof error === "function" && typeof code === "string" && typeof status === "number";
}
