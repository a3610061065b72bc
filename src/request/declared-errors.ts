import type { Request } from "express";
import { whenLoaded } from "../misuse/when-loaded.ts";

const key: unique symbol = Symbol.for("express-backstop.declared");
const allowedKey: unique symbol = Symbol.for("express-backstop.allowed");
interface Holder {
  [key]?: ReadonlySet<string>;
  [allowedKey]?: ReadonlySet<string>;
}

/** Adds to the codes that the operation of a request declares; a router's and a route's add up. */
export function declareErrors(req: object, codes: readonly string[]): void {
  const holder: Holder = req;
  holder[key] = new Set([...(holder[key] ?? []), ...codes]);
}

/** Allows codes of a guard. Unlike those of an operation, they do not say that there are no others. */
export function allowErrors(req: object, codes: readonly string[]): void {
  const holder: Holder = req;
  holder[allowedKey] = new Set([...(holder[allowedKey] ?? []), ...codes]);
}

/** Returns the codes that the operation of a request declares; undefined if it declares none. */
export function declaredErrors(req: object): readonly string[] | undefined {
  const codes = (req as Holder)[key];
  return codes && [...codes];
}

/** Checks whether a response has a code that its operation does not declare. */
export type UndeclaredCheck = (req: Request, code: string, route: string | undefined) => boolean;

/**
 * Creates the check, for development: it also warns, once for each operation and code. An operation that declares no
 * errors is not checked.
 */
export function undeclaredCheck(): UndeclaredCheck {
  const warned = new Set<string>();

  return function isUndeclared(req, code, route) {
    const codes = (req as Holder)[key];
    if (!codes || codes.has(code) || common.has(code)) return false;
    if ((req as Holder)[allowedKey]?.has(code)) return false;
    whenLoaded(import("./undeclared-warning.ts"), ({ warnOfUndeclared }) =>
      warnOfUndeclared(warned, req, code, route),
    );
    return true;
  };
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
