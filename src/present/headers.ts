import type { Response } from "express";
import type { ErrorHeaders } from "../errors/http-error.ts";
import { http } from "../express/node-http.ts";

// Headers that describe the abandoned response and would be wrong on this one (RFC 9110 §8, RFC 9111 §5, RFC 9530).
const abandoned: ReadonlySet<string> = new Set([
  "accept-ranges",
  "age",
  "digest",
  "etag",
  "expires",
  "last-modified",
  "pragma",
  "repr-digest",
  "surrogate-control",
  "trailer",
  "transfer-encoding",
]);

// The server sets framing and connection, the writer describes the body, and the id belongs to the request.
const forbidden: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "keep-alive",
  "trailer",
  "transfer-encoding",
  "x-content-type-options",
  "x-request-id",
]);

// Values that were set before the failure are kept beside those of the error.
const joined: ReadonlySet<string> = new Set(["set-cookie", "vary"]);

const maximumBytes = 4096;

/**
 * Removes the headers of the abandoned response. CORS, Vary, cookies, security, rate limit and trace headers stay.
 *
 * @returns Whether a Content-Length was removed.
 */
export function dropAbandonedHeaders(res: Response): boolean {
  let lengthRemoved = false;
  for (const name of res.getHeaderNames()) {
    if (abandoned.has(name) || isContentHeader(name) || isCacheControl(name)) {
      lengthRemoved ||= name === "content-length";
      res.removeHeader(name);
    }
  }
  return lengthRemoved;
}

/** Sets the headers of the error, at most 4 kB; those with a name or value that Node refuses are left out. */
export function setErrorHeaders(res: Response, headers: ErrorHeaders): void {
  let left = maximumBytes;
  for (const name of Object.keys(headers)) {
    if (forbidden.has(name.toLowerCase())) continue;
    const lines = writableLines(headers, name);
    const bytes = lines.reduce((sum, line) => sum + name.length + line.length, 0);
    if (lines.length === 0 || bytes > left) continue;
    left -= bytes;
    const value = lines.length === 1 ? String(lines[0]) : lines;
    if (joined.has(name.toLowerCase())) res.appendHeader(name, value);
    else res.setHeader(name, value);
  }
}

function isContentHeader(name: string): boolean {
  return name.startsWith("content-") && !name.startsWith("content-security-policy");
}

/** RFC 9213: a cache that is addressed by name, as in `CDN-Cache-Control`, obeys that header alone. */
function isCacheControl(name: string): boolean {
  return name.endsWith("cache-control");
}

/** Returns the lines of a header; an empty list where Node refuses the name or one of the values. */
function writableLines(headers: ErrorHeaders, name: string): readonly string[] {
  try {
    http.validateHeaderName(name);
    const value: unknown = headers[name];
    const lines: unknown[] = Array.isArray(value) ? value : [value];
    return lines.map((line) => {
      if (typeof line !== "string" && typeof line !== "number")
        throw new TypeError("The value must be a string or a number");
      http.validateHeaderValue(name, String(line));
      return String(line);
    });
  } catch {
    return [];
  }
}
