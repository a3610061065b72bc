import type { ErrorRequestHandler, Request, Response } from "express";
import { appliesTo, appsAround, type ExpressLayer, stackOf } from "../express/layers.ts";
import { pathOf } from "../express/request-path.ts";
import { wrappedFunctions } from "../express/wrapped-functions.ts";
import { indent } from "../inspect/indent.ts";
import { toRecordedError } from "../inspect/recorded-error.ts";
import { type FailedRequest, failedRequest, type LateFailureListener } from "./failed-request.ts";

/** The property by which the error middleware is found among the layers of an app. */
export const lateFailureKey: unique symbol = Symbol.for("express-backstop.onLateFailure");

/**
 * Reports a failure of a request that the error middleware has handled already, and returns whether it had. Express
 * has no error middleware left by then, and its own default handler would close the keep-alive connection.
 */
export function reportAfterHandled(
  failed: FailedRequest | undefined,
  req: Request,
  thrown: unknown,
): boolean {
  if (!failed?.onLateFailure || !failed.res) return false;
  failed.onLateFailure(thrown, req, failed.res);
  return true;
}

/**
 * Reports a failure of a handler that has passed the request on: a later handler sends the response. Passing the
 * failure to `next` would end that handler's request, so the error middleware of the app is called directly.
 */
export function reportDetached(req: Request, res: Response, thrown: unknown): void {
  if (reportAfterHandled(failedRequest(req), req, thrown)) return;
  const report = findErrorHandler(req)?.[lateFailureKey];
  if (report) report(thrown, req, res);
  else warn(thrown);
}

/**
 * Responds to a failure by a direct call of the error middleware, so that Express can still pass on what fails later.
 * Returns false if no error middleware was found.
 */
export function respondDirectly(
  req: Request,
  res: Response,
  thrown: unknown,
  handle: ErrorRequestHandler | undefined = findErrorHandler(req),
): boolean {
  handle?.(thrown, req, res, doNothing);
  return handle !== undefined;
}

/**
 * Returns the error middleware that gets what a middleware of an app passes to `next`. Undefined if another error
 * middleware gets it first, or if the middleware is in a router, which may have an error middleware of its own.
 */
export function nextErrorHandler(
  app: unknown,
  req: Request,
  middleware: unknown,
): ErrorRequestHandler | undefined {
  try {
    const layers = stackOf(app);
    const at = layers.findIndex(({ handle }) => wrappedFunctions(handle).includes(middleware));
    const path = pathIn(app, req);
    const first = layers.slice(at).find((layer) => takesErrors(layer) && applies(layer, path));
    return at < 0 ? undefined : wrappedFunctions(first?.handle).find(isErrorMiddleware);
  } catch {
    // The app is not one of Express.
    return undefined;
  }
}

/** Express calls a function with four parameters for failures only. */
function takesErrors({ handle }: ExpressLayer): boolean {
  return (handle as { readonly length?: unknown } | undefined)?.length === 4;
}

function applies(layer: ExpressLayer, path: string | undefined): boolean {
  return path === undefined || appliesTo(layer, path);
}

/** Returns true if an error middleware can be called directly. */
export function hasErrorHandler(req: Request): boolean {
  return findErrorHandler(req) !== undefined;
}

function doNothing(): void {}

type ErrorMiddleware = ErrorRequestHandler & { readonly [lateFailureKey]: LateFailureListener };

/** Returns the first error middleware for a request, of the innermost app that has one. */
export function findErrorHandler(req: Request | null | undefined): ErrorMiddleware | undefined {
  try {
    for (const around of appsAround(req?.app)) {
      const path = pathIn(around, req);
      for (const layer of stackOf(around)) {
        const handle = wrappedFunctions(layer.handle).find(isErrorMiddleware);
        if (handle && applies(layer, path)) return handle;
      }
    }
  } catch {
    // The app is not one of Express; the warning remains.
  }
  return undefined;
}

/** Returns the path for which the layers of the outermost app are mounted; that of an inner app is not known here. */
function pathIn(app: unknown, req: Request | null | undefined): string | undefined {
  const isInner = Boolean((app as { readonly parent?: unknown }).parent);
  return isInner || typeof req?.originalUrl !== "string" ? undefined : pathOf(req.originalUrl);
}

function isErrorMiddleware(handle: unknown): handle is ErrorMiddleware {
  return typeof handle === "function" && lateFailureKey in handle;
}

function warn(thrown: unknown): void {
  const { stack, message } = toRecordedError(thrown, true);
  process.emitWarning("A handler failed after it had passed the request on.", {
    code: "BACKSTOP_FAILED_DETACHED",
    detail: indent(stack ?? message),
  });
}
