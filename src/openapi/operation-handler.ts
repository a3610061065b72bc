import type { NextFunction, Request, Response } from "express";
import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import { asyncHandler } from "../catch/async-handler.ts";
import type {
  TypedRequest,
  TypedRequestParts,
  WithoutTypedRequest,
} from "../express/typed-request.ts";
import { checkFunction } from "../misuse/check-function.ts";

/** An error of a catalog: one of the factories that `defineErrors` returns. */
export interface DeclaredError {
  /** The stable code of the error. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The title, the same for every problem with this code in one language. */
  readonly title: string;
}

/** The errors of an operation: factories of a catalog, or a whole catalog such as one of `pickErrors`. */
export type OperationErrors = readonly DeclaredError[] | AnyErrorCatalog;

/** The factories that a handler of an operation gets, by code: those of the declared errors and no others. */
export type DeclaredFactories<Errors> = Errors extends readonly (infer One extends DeclaredError)[]
  ? { readonly [Code in One["code"]]: Extract<One, { readonly code: Code }> }
  : Omit<Errors, keyof AnyErrorCatalog>;

// As for asyncHandler, `extends unknown` makes TypeScript infer the parameters of an inline handler from the route.
/** A handler of an operation. Its third parameter creates the declared errors. */
export type OperationHandler<Req, Res, Errors> = Req extends unknown
  ? (
      req: TypedBy<Res, Known<Req, Request>>,
      res: Known<Res, Response>,
      fail: DeclaredFactories<Errors>,
      next: NextFunction,
    ) => unknown
  : never;

/** The parameters that Express passes to the handler of an operation. */
export type OperationParameters<Req, Res> = WithoutTypedRequest<
  [req: Known<Req, Request>, res: Known<Res, Response>, next: NextFunction]
>;

/** A type, or that of any route where nothing around the handler says more. */
type Known<Type, Any> = unknown extends Type ? Any : Type;

/** The request with the headers and cookies that a validator typed. */
type TypedBy<Res, Req> = Res extends { readonly locals: TypedRequestParts<infer Parts> }
  ? unknown extends Parts
    ? Req
    : TypedRequest<Req, Parts>
  : Req;

/** A handler as Express calls it. */
export type ExpressHandler = (req: object, res: unknown, next: NextFunction) => void;

/**
 * Wraps a handler of an operation like `asyncHandler`, and passes it the factories of the declared errors.
 *
 * @param describe Receives each request before the handler; undefined if there is nothing to do.
 *
 * @throws {TypeError} If the handler is not a function.
 */
export function operationHandler(
  handler: unknown,
  errors: readonly DeclaredError[],
  describe: ((req: object) => void) | undefined,
): ExpressHandler {
  checkFunction("operation: handler", handler, "Write .handler(async (req, res, fail) => { … })");
  const call = handler as (...parameters: unknown[]) => unknown;
  // Without a prototype, so that it has no names besides the codes.
  const fail: object = Object.freeze({
    __proto__: null,
    ...Object.fromEntries(errors.map((error) => [error.code, error])),
  });

  function run(req: object, res: unknown, next: NextFunction): unknown {
    describe?.(req);
    return call(req, res, fail, next);
  }
  return asyncHandler<Parameters<ExpressHandler>>(
    Object.defineProperty(run, "name", { value: call.name }),
  );
}
