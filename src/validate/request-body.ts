import type { Request } from "express";

/** Marks the requests whose body a schema has replaced. */
const parsed: unique symbol = Symbol.for("express-backstop.parsed");
interface Holder {
  [parsed]?: true;
}

/**
 * Returns the parsed body of a request; undefined if the request has none. The parsers of Express 4 leave an empty object
 * for a request without a body, and those of Express 5 for a body of zero bytes.
 */
export function readBody(req: Request): unknown {
  const body: unknown = req.body;
  return isEmptyBody(body) && !hasBody(req) && !(req as Holder)[parsed] ? undefined : body;
}

/** Replaces the body with the parsed one. */
export function writeBody(req: Request, body: unknown): void {
  req.body = body;
  (req as Holder)[parsed] = true;
}

/** Returns true if a request has a body, by its framing (RFC 9112 §6.3) and by the bytes that have arrived. */
export function hasBody(req: Request): boolean {
  // A made-up request, as unit tests have them, need not have headers.
  const { headers, readableEnded, readableDidRead } = req;
  const isAnnounced =
    headers?.["transfer-encoding"] !== undefined || Number(headers?.["content-length"]) > 0;
  // HTTP/2 needs neither header; then the bytes say it.
  if (!isAnnounced) return readableDidRead;
  return readableDidRead || !readableEnded;
}

/** Returns true if no parser has read a body: it is undefined, or in Express 4 an empty object. */
export function isEmptyBody(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return body === undefined;
  return !Array.isArray(body) && Object.keys(body).length === 0;
}
