import type { NextFunction } from "express";
import { refuseSecond } from "../misuse/check-function.ts";
import { checkOptions, isObject, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { inDevelopment } from "../misuse/development.ts";
import { declareErrors } from "../request/declared-errors.ts";
import { detailsKey, type KeptDetails } from "./kept-details.ts";
import type { OperationDetails } from "./operation-details.ts";
import {
  type OperationErrors,
  type OperationHandler,
  type ExpressHandler,
  operationHandler,
  type OperationParameters,
} from "./operation-handler.ts";
import { readErrors, someErrors } from "./read-errors.ts";
import { undeclaredCheck } from "./undeclared-check.ts";

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
  const declare = codes && inDevelopment() ? declarer(codes) : undefined;
  const described = { value: kept };

  function operation(req: object, _res: unknown, next: NextFunction): void {
    declare?.(req);
    next();
  }
  const handler = (handle: unknown, second?: unknown): ExpressHandler => {
    refuseSecond("operation: handler", second, ".handler(handler), and guards before it");
    const wrapped = operationHandler(handle, errors ?? [], declare);
    return Object.defineProperty(wrapped, detailsKey, described);
  };
  const marker = Object.assign(Object.defineProperty(operation, detailsKey, described), {
    handler,
  });
  // Express calls the handler with the request and the response that its types promise.
  return marker as OperationMarker<Errors>;
}

/** Returns the function that declares codes for a request, with a check that warns once of each other code. */
function declarer(codes: readonly string[]): (req: object) => void {
  const isUndeclared = undeclaredCheck();
  return (req) => declareErrors(req, codes, isUndeclared);
}

const aString: OptionCheck = ["a string", (value) => typeof value === "string"];
const anArray: OptionCheck = ["an array", Array.isArray];
const anObject: OptionCheck = ["an object", isObject];

const checks: Readonly<Record<string, OptionCheck>> = {
  errors: someErrors,
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
  return Object.freeze({ ...others, errors: readErrors("operation", given) });
}
