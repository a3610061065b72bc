import type { Request } from "express";
import { knownMethod } from "../express/known-method.ts";
import { isDeclared, type UndeclaredCheck } from "../request/declared-errors.ts";

const maximumWarnings = 100;

/**
 * Creates the check of the responses of operations, for development. It also warns, once for each operation and code.
 */
export function undeclaredCheck(): UndeclaredCheck {
  const warned = new Set<string>();

  return function isUndeclared(req, code, route) {
    if (isDeclared(req, code) || common.has(code)) return false;
    warnOnce(warned, undeclaredWarning(req, code, route));
    return true;
  };
}

function undeclaredWarning(req: Request, code: string, route: string | undefined): string {
  const operation = `${knownMethod(req) ?? "A request of"} ${route ?? "a middleware"}`;
  return `${operation} responded with ${code}, which it does not declare. Write operation({ errors: [errors.${code}] }), or throw another error.`;
}

function warnOnce(warned: Set<string>, warning: string): void {
  if (warned.has(warning) || warned.size >= maximumWarnings) return;
  warned.add(warning);
  process.emitWarning(warning, { code: "BACKSTOP_UNDECLARED_ERROR" });
}

/** The codes that any route can respond with; the `default` response of OpenAPI describes them. */
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
