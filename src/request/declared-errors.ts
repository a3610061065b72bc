import type { Request } from "express";

const declared = new WeakMap<object, ReadonlySet<string>>();
const maximumWarnings = 100;

/** Remembers what the operation that has this request may answer with, besides what it may by those around it. */
export function declareErrors(req: object, codes: readonly string[]): void {
  declared.set(req, new Set([...(declared.get(req) ?? []), ...codes]));
}

/**
 * Makes what tells, in development, whether a request was answered with an error that its operation does not declare.
 * It warns, once for each operation and code. An operation that declares nothing promises nothing.
 */
export function undeclaredWatch(): (
  req: Request,
  code: string,
  route: string | undefined,
) => boolean {
  const warned = new Set<string>();

  return function isUndeclared(req, code, route) {
    const codes = declared.get(req);
    if (!codes || codes.has(code) || common.has(code)) return false;
    const operation = `${req.method} ${route ?? "a middleware"}`;
    const warning = `${operation} answered with ${code}, which it does not declare: write operation({ errors: [errors.${code}] }), or throw another error.`;
    if (!warned.has(warning) && warned.size < maximumWarnings) {
      warned.add(warning);
      process.emitWarning(warning, { code: "BACKSTOP_UNDECLARED_ERROR" });
    }
    return true;
  };
}

/** What the toolkit answers with by itself, on any route; the `default` response of OpenAPI describes it. */
const common: ReadonlySet<string> = new Set([
  "validation_failed",
  "bad_request",
  "invalid_json",
  "route_not_found",
  "method_not_allowed",
  "request_timeout",
  "content_too_large",
  "body_too_large",
  "unsupported_media_type",
  "internal_error",
  "service_unavailable",
  "deadline_exceeded",
  "gateway_timeout",
]);
