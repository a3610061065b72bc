import { currentScope, signalOf } from "./request-scope.ts";
import { routeOf } from "./route.ts";
import { traceId } from "./trace-id.ts";

/** The request that the running code belongs to. */
export interface CurrentRequest {
  /** The id of the request, as in the `X-Request-Id` response header. */
  readonly requestId: string;
  /**
   * The trace id of the active span of OpenTelemetry, or of a valid `traceparent` request header (W3C Trace Context
   * §3.2).
   */
  readonly traceId: string | undefined;
  /** The pattern of the route that handles the request, mount paths included; undefined outside every route. */
  readonly route: string | undefined;
  /**
   * Aborts when nobody waits for the response any more: its client has closed the connection, the `timeout` of
   * `requestContext` has passed, or `guardProcess` has stopped waiting for the request. It does not abort once the response
   * is complete.
   */
  readonly signal: AbortSignal;
}

/**
 * Returns the request that the running code belongs to, at any depth of calls; undefined outside every request, or
 * where `requestContext` is not mounted.
 *
 * @example
 * async function findAuthor(id: string): Promise<Response> {
 *   const request = currentRequest();
 *   return await fetch(`${authors}/${id}`, {
 *     signal: request?.signal ?? null,
 *     headers: { "X-Request-Id": request?.requestId ?? "" },
 *   });
 * }
 */
export function currentRequest(): CurrentRequest | undefined {
  const scope = currentScope();
  if (!scope) return undefined;
  const { req, requestId } = scope;
  return {
    requestId,
    traceId: traceId(req),
    get route() {
      return routeOf(req);
    },
    get signal() {
      return signalOf(scope);
    },
  };
}
