import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { WithoutTypedRequest, WithTypedRequest } from "../express/typed-request.ts";

// Nothing here exists at run time.

/**
 * The type of `asyncHandler` for TypeScript 5.4 to 5.8, which cannot infer the parameters of a handler from those of a
 * route. It infers Express's type parameters one by one. That of the path parameters stays `any`, because a route
 * declares it as a default, which takes no part in an inference.
 */
export interface AsyncHandler {
  <
    Params = Unchecked,
    ResBody = Unchecked,
    ReqBody = Unchecked,
    ReqQuery = Request["query"],
    Locals extends Response["locals"] = Response["locals"],
  >(
    handler: (
      ...parameters: WithTypedRequest<
        [
          req: Request<Params, ResBody, ReqBody, ReqQuery, Locals>,
          res: Response<ResBody, Locals>,
          next: NextFunction,
        ]
      >
    ) => unknown,
  ): RequestHandler<Params, ResBody, ReqBody, ReqQuery, Locals>;
  /** For a handler with types of its own; an error middleware and a `param` handler need them. */
  <Parameters extends unknown[]>(
    handler: (...parameters: Parameters) => unknown,
  ): (...parameters: WithoutTypedRequest<Parameters>) => void;
}

/** The type `any`, as Express declares it. */
type Unchecked = Request["body"];

/** See the declaration of the current TypeScript. */
export declare const asyncHandler: AsyncHandler;
