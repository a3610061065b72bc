import type { RequestHandler, Response } from "express";
import { type ErrorHeaders, HttpError } from "./errors/http-error.ts";
import { checkOptions, type OptionCheck, trueOrFalse } from "./misuse/check-options.ts";
import type { HeldErrorResponse } from "./request/error-response-watch.ts";
import { holdErrorResponse } from "./request/hold-error-response.ts";
import { hasErrorHandler, nextErrorHandler, respondDirectly } from "./request/late-failures.ts";
import { rememberOrigin } from "./request/route.ts";

/** The options of `replaceErrorResponses`. */
export interface ReplaceErrorResponsesOptions {
  /** Replaces JSON bodies too, except problems (`application/problem+json`). Default: false. */
  readonly json?: boolean;
  /**
   * The paths whose responses stay as they are. A path stands for itself and all below it, and is relative to where
   * this middleware is mounted. Default: none.
   */
  readonly except?: readonly string[];
}

/**
 * Creates the middleware that replaces error responses which no error middleware has sent: those of `res.sendStatus`,
 * rate limiters, proxies, passport and Express's own pages. A response with a status from 400 to 599 whose body is
 * empty, text or HTML becomes the problem of that status. Mount it right after `requestContext`, before
 * everything else. Successful responses, and JSON, are sent as they are.
 *
 * The problem keeps cookies and headers such as `Retry-After`, `RateLimit-*`, `WWW-Authenticate` and `Allow`; the
 * record has the beginning of the body that was replaced.
 *
 * @param options Whether JSON is replaced, and paths that are left alone.
 *
 * @throws {TypeError} When an option is unknown or has the wrong type.
 *
 * @example
 * app.use(requestContext());
 * app.use(replaceErrorResponses({ except: ["/files"] }));
 */
export function replaceErrorResponses(options: ReplaceErrorResponsesOptions = {}): RequestHandler {
  checkOptions("replaceErrorResponses", options, checks);
  const { json = false, except = [] } = options;
  const prefixes = except.map((path) => path.toLowerCase().replace(/\/$/, ""));
  const holds = (mediaType: string): boolean => texts.has(mediaType) || (json && isJson(mediaType));

  return function replaceErrorResponses(req, res, next) {
    // A made-up response, as unit tests have them, has no head to look at.
    if (typeof res.getHeader !== "function" || isBelow(req.path, prefixes)) {
      next();
      return;
    }
    let isPassedOn = false;
    const { app } = req;
    holdErrorResponse(res, {
      // Express may have had no error middleware left: its own page for an unknown path comes after all of them.
      holds: (mediaType) => holds(mediaType) && (!isPassedOn || hasErrorHandler(req)),
      onEnd(held) {
        const error = toError(held, res);
        rememberOrigin(req).replacesEnded = true;
        // After next, Express would have no error middleware left for what the handler still fails with.
        const handler = nextErrorHandler(app, req, replaceErrorResponses);
        const isDirect = handler !== undefined || isPassedOn || comesLast(held, res);
        if (isDirect && respondDirectly(req, res, error, handler)) return;
        isPassedOn = true;
        next(error);
      },
    });
    next();
  };
}

/**
 * Returns true for Express's own page for an unknown path, which comes after every error middleware. Express sets its
 * policy; the text may be compressed.
 */
function comesLast({ status }: HeldErrorResponse, res: Response): boolean {
  return status === 404 && res.getHeader("Content-Security-Policy") === "default-src 'none'";
}

function isBelow(requested: string | undefined, prefixes: readonly string[]): boolean {
  const path = requested?.toLowerCase() ?? "";
  return prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

/** The types of texts and pages, and none. Others are protocols, such as SOAP (`text/xml`), or files. */
const texts: ReadonlySet<string> = new Set([
  "",
  "application/xhtml+xml",
  "text/html",
  "text/plain",
]);

function isJson(mediaType: string): boolean {
  return /^(?:application|text)\/(?:json|.+\+json)$/.test(mediaType) && mediaType !== problemType;
}

const problemType = "application/problem+json";

function toError(
  { status, contentType, bytes, text }: HeldErrorResponse,
  res: Response,
): HttpError {
  const type = contentType === undefined ? "without a content type" : `of type ${contentType}`;
  return new HttpError(status, `The app sent a response ${type} with status ${status}`, {
    expose: false,
    headers: contentRange(status, res),
    context: {
      replaced: {
        ...(contentType !== undefined && { contentType }),
        bytes,
        ...(text !== undefined && { text }),
      },
    },
  });
}

/** A 416 tells the client how long the content is (RFC 9110 §15.5.17); elsewhere the header would be about the body. */
function contentRange(status: number, res: Response): ErrorHeaders | undefined {
  const range = res.getHeader("content-range");
  return status === 416 && range !== undefined ? { "Content-Range": String(range) } : undefined;
}

const checks: Readonly<Record<keyof ReplaceErrorResponsesOptions, OptionCheck>> = {
  json: trueOrFalse,
  except: [
    'an array of paths that begin with "/", for instance ["/files"]',
    (value) =>
      Array.isArray(value) && value.every((path) => typeof path === "string" && path[0] === "/"),
  ],
};
