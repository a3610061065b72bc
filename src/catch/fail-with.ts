import type { NextFunction, Request } from "express";
import { toError } from "../errors/to-error.ts";
import { failedRequest, rememberFailed } from "../request/failed-request.ts";
import { reportAfterHandled } from "../request/late-failures.ts";
import { currentScope } from "../request/request-scope.ts";

/** How many turns of the event loop an earlier failure may need: a router needs one for each router around it. */
const maximumTurns = 20;

/**
 * Creates the function that passes a failure to `next`. Where the error middleware handles an earlier failure of the same
 * request, the new one is only reported: `next` would bring it to Express's default handler, past all masks.
 *
 * @param req The request. Default: the current one, which is known below `requestContext`.
 */
export function failWith(
  next: NextFunction,
  req: Request | undefined = currentScope()?.req,
): (thrown: unknown) => void {
  return (thrown) => {
    const error = toError(thrown);
    const pass = (turns: number): void => {
      if (req && reportAfterHandled(failedRequest(req), req, error)) return;
      if (turns > 0) setImmediate(pass, turns - 1);
      else next(error);
    };
    const isFirst = !failedRequest(req);
    if (req) rememberFailed(req);
    pass(isFirst ? 0 : maximumTurns);
  };
}
