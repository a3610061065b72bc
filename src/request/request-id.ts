import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isRequestId } from "./is-request-id.ts";

/** Returns the id of a request. */
export type IdentifyRequest = (
  req: Pick<IncomingMessage, "headers">,
  res: Pick<ServerResponse, "getHeader">,
) => string;

/** The header that has the id of a request, in requests and responses. */
export const requestIdHeader = "X-Request-Id";

/** Creates the function that identifies requests: by the response's `X-Request-Id`, by the request's, or by a new id. */
export function requestIds(): IdentifyRequest {
  // A random prefix and a counter are unique across processes and cheaper than a UUID each.
  const prefix = `req_${randomBytes(6).toString("hex")}`;
  let count = 0;
  return function requestId(req, res) {
    const set = read(() => res.getHeader(requestIdHeader));
    if (isRequestId(set)) return set;
    const sent = read(() => req.headers[requestIdHeader.toLowerCase()]);
    if (isRequestId(sent)) return sent;
    count += 1;
    return `${prefix}${count.toString(36)}`;
  };
}

function read(id: () => unknown): unknown {
  try {
    return id();
  } catch {
    // A method of another middleware threw, or the request is a made-up one; the failure still needs an id.
    return undefined;
  }
}
