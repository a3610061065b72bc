import type { Response } from "express";
import type { ErrorHeaders } from "../errors/http-error.ts";
import type { Mishaps } from "../errors/mishaps.ts";
import { http } from "../express/node-http.ts";
import { isKeptHeader } from "./kept-headers.ts";
import {
  findLines,
  hasHeader,
  joinedHeaders,
  type WritableHeader,
  writableHeaders,
} from "./writable-headers.ts";

/** The headers that were removed from an abandoned response and matter for its problem. */
export interface DroppedHeaders {
  /** Whether a Content-Length was removed: Node then adds none of its own. */
  readonly length: boolean;
  /** Whether a Content-Encoding was removed: a middleware may still encode the body. */
  readonly encoding: boolean;
}

/** Removes the headers of the abandoned response, except those that stay on its problem. */
export function dropAbandonedHeaders(
  res: Response,
  keptByApp: ReadonlySet<string> | undefined,
): DroppedHeaders {
  let length = false;
  let encoding = false;
  const refused = refusedHeaders(res);
  for (const name of res.getHeaderNames()) {
    if (isKeptHeader(name, keptByApp) && !refused.has(name)) continue;
    if (name === "content-length") length = true;
    if (name === "content-encoding") encoding = true;
    res.removeHeader(name);
  }
  return length || encoding ? { length, encoding } : nothingDropped;
}

/** Returns the names that the version of HTTP refuses: over HTTP/2, one of them would cost the whole response. */
function refusedHeaders(res: Response): ReadonlySet<string> {
  // A made-up response, as unit tests have them, has no request.
  const req = res.req as Response["req"] | undefined;
  return req?.httpVersionMajor === 2 ? ofConnection : noNames;
}

/** The headers of a connection (RFC 9113 §8.2.2). */
const ofConnection: ReadonlySet<string> = new Set(["connection", "keep-alive", "upgrade"]);
const noNames: ReadonlySet<string> = new Set();

const nothingDropped: DroppedHeaders = /* @__PURE__ */ Object.freeze({
  length: false,
  encoding: false,
});

/** Sets the headers of the error, at most 4 kB; those with a name or value that Node refuses are left out and collected. */
export function setErrorHeaders(res: Response, headers: ErrorHeaders, mishaps: Mishaps): void {
  for (const [name, lines] of headersFor(res, headers, mishaps)) {
    const value = lines.length === 1 ? String(lines[0]) : lines;
    if (joinedHeaders.has(name.toLowerCase())) res.appendHeader(name, value);
    else res.setHeader(name, value);
  }
}

/** Returns the lines that the response of an error will have of a header, whose name is in lower case; undefined for none. */
export function linesToSend(
  res: Response,
  headers: ErrorHeaders | undefined,
  name: string,
): readonly string[] | undefined {
  // Most errors have no headers.
  const own =
    headers && hasHeader(headers, name) ? findLines(headersFor(res, headers), name) : undefined;
  const value = own ?? res.getHeader(name);
  return value === undefined ? undefined : [value].flat().map(String);
}

function headersFor(
  res: Response,
  headers: ErrorHeaders,
  mishaps?: Mishaps,
): readonly WritableHeader[] {
  const refused = refusedHeaders(res);
  return writableHeaders(headers, checkHeader, (name) => refused.has(name), mishaps);
}

function checkHeader(name: string, line: string): void {
  http.validateHeaderName(name);
  http.validateHeaderValue(name, line);
}
