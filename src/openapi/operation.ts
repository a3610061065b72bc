import type { NextFunction } from "express";
import { isCatalog } from "../catalog/any-catalog.ts";
import { wrappedFunctions } from "../express/wrapped-functions.ts";
import { checkOptions, isObject, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { inDevelopment } from "../misuse/development.ts";
import { declareErrors } from "../request/declared-errors.ts";
import type { OpenApiReference, OpenApiResponse } from "./document.ts";
import {
  type DeclaredError,
  type OperationErrors,
  type OperationHandler,
  type ExpressHandler,
  operationHandler,
  type OperationParameters,
} from "./operation-handler.ts";

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

/** A middleware that carries the description of an operation and passes every request on. */
export interface OperationMarker<Errors = OperationErrors> {
  (req: object, res: unknown, next: NextFunction): void;
  /**
   * Returns a handler of the route that carries the description, in place of the middleware. What it throws or rejects
   * with reaches `next`, as with `asyncHandler`.
   *
   * @param handler `(req, res, fail, next)`, sync or async. `fail` creates the errors that the operation declares, by
   *   code: `throw fail.article_not_found({ articleId })`. No other code compiles.
   *
   * @throws {TypeError} If the handler is not a function.
   */
  handler<Req, Res>(
    handler: OperationHandler<Req, Res, Errors>,
  ): (...parameters: OperationParameters<Req, Res>) => void;
}

/** The details as they are kept: the errors are an array. */
export type KeptDetails = OperationDetails<readonly DeclaredError[]>;

/**
 * Describes a route for `openapi()`: its errors, a summary, tags. Its method `handler` makes the last handler of the
 * route, which creates the declared errors and no others. The result is also a middleware: put it first among the
 * handlers of the route, or mount it with `use` to describe all routes after it.
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
 *   validate({ params: ArticleId, response: { 200: Article } }),
 *   operation({ errors: [errors.article_not_found] }).handler(async (req, res, fail) => {
 *     const article = await articles.find(req.params.id);
 *     if (!article) throw fail.article_not_found({ articleId: req.params.id });
 *     res.json(article);
 *   }),
 * );
 */
export function operation<const Errors extends OperationErrors = readonly []>(
  details: OperationDetails<Errors>,
): OperationMarker<Errors> {
  const kept = checkDetails(details);
  const { errors } = kept;
  const codes = errors?.map(({ code }) => code);
  const declare = codes && inDevelopment() ? (req: object) => declareErrors(req, codes) : undefined;
  const described = { value: kept };

  function operation(req: object, _res: unknown, next: NextFunction): void {
    declare?.(req);
    next();
  }
  const handler = (handle: unknown): ExpressHandler =>
    Object.defineProperty(operationHandler(handle, errors ?? [], declare), detailsKey, described);
  const marker = Object.assign(Object.defineProperty(operation, detailsKey, described), {
    handler,
  });
  // Express calls the handler with the request and the response that its types promise.
  return marker as OperationMarker<Errors>;
}

/** Returns the details of an `operation` middleware, also of one that instrumentation has wrapped; undefined for any other handler. */
export function detailsOf(handler: unknown): KeptDetails | undefined {
  for (const one of wrappedFunctions(handler)) {
    const details = (one as { readonly [detailsKey]?: KeptDetails })[detailsKey];
    if (details) return details;
  }
  return undefined;
}

const detailsKey = Symbol.for("express-backstop.operation");

const aString: OptionCheck = ["a string", (value) => typeof value === "string"];
const anArray: OptionCheck = ["an array", Array.isArray];
const anObject: OptionCheck = ["an object", isObject];

const checks: Readonly<Record<string, OptionCheck>> = {
  errors: [
    "an array such as [errors.article_not_found], or a catalog",
    (value) => Array.isArray(value) || isCatalog(value),
  ],
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

function checkDetails(details: OperationDetails): KeptDetails {
  if (!isObject(details)) {
    throw new TypeError(
      `operation: details must be an object, got ${describeReceived(details)}. Write operation({ errors: [errors.article_not_found] }).`,
    );
  }
  // OpenAPI allows any member whose name begins with "x-".
  const members = Object.entries(details).filter(([name]) => !name.startsWith("x-"));
  checkOptions("operation", Object.fromEntries(members), checks);
  const { errors: given, ...others } = details;
  if (given === undefined) return Object.freeze(others);
  // The enumerable members of a catalog are its factories.
  const errors: readonly DeclaredError[] = Object.freeze(Object.values(given));
  const byCode = new Map<string, DeclaredError>();
  for (const [index, error] of errors.entries()) {
    if (!isDeclared(error)) {
      throw new TypeError(
        `operation: errors[${index}] must be an error of a catalog, got ${describeReceived(error)}. Write errors.article_not_found, without calling it.`,
      );
    }
    if ((byCode.get(error.code) ?? error) !== error) {
      throw new TypeError(
        `operation: errors has two errors with the code ${error.code}. Write one of them.`,
      );
    }
    byCode.set(error.code, error);
  }
  return Object.freeze({ ...others, errors });
}

function isDeclared(error: unknown): boolean {
  const { code, status } = { ...(error as Partial<DeclaredError> | undefined) };
  return typeof error === "function" && typeof code === "string" && typeof status === "number";
}
