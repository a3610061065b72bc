import type { Request } from "express";
import { describeReceived } from "../misuse/describe-received.ts";
import { type Presented, presentKey, type Presenter } from "../present/presented.ts";
import type { ProblemDetails } from "../present/problem.ts";
import { findErrorHandler } from "../request/late-failures.ts";

/**
 * Returns the problem that the error handler of the app would send for an error, for a response that has several: with
 * the same mappers, texts and limits. The error is recorded, once for each request.
 *
 * @param error Whatever was thrown or rejected.
 * @param req The request.
 *
 * @throws {TypeError} If the app has no `errorHandler()`.
 *
 * @example
 * res.json({ article, warnings: failures.map((failure) => problemOf(failure, req)) });
 */
export function problemOf(error: unknown, req: Request): ProblemDetails {
  return presented("problemOf", error, req).problem;
}

/** Returns the problem of an error, and its body in the format of the app. */
export function presented(caller: string, error: unknown, req: Request): Presented {
  const res = (req as Partial<Request> | undefined)?.res;
  if (!res) {
    throw new TypeError(
      `${caller}: req must be the request of a handler, got ${describeReceived(req)}. Write problemOf(error, req).`,
    );
  }
  // That of an older copy of this package does not have it.
  const handler = findErrorHandler(req) as { readonly [presentKey]?: Presenter } | undefined;
  const present = handler?.[presentKey];
  if (present) return present(error, req, res);
  throw new TypeError(
    `${caller}: the app has no error handler, which knows the format of problems. Write app.use(errorHandler()) after the routes.`,
  );
}
