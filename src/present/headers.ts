import type { Response } from "express";
import type { ErrorHeaders } from "../errors/http-error.ts";
import { http } from "../express/node-http.ts";

// What described the abandoned answer and would be wrong on this one (RFC 9110 §8, RFC 9111 §5, RFC 9530).
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

// Framing and connection belong to the server, the description of the body to its writer, the id to the request.
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

// What was set before the failure stays beside what the error brings.
const joined: ReadonlySet<string> = new Set(["set-cookie", "vary"]);

const maximumBytes = 4096;

/**
 * Takes the abandoned answer's headers off; CORS, Vary, cookies, security, rate limit and trace headers stay. Tells
 * whether its length was among them.
 */
export function dropAbandonedHeaders(res: Response): boolean {
  let lengthTaken = false;
  for (const name of res.getHeaderNames()) {
    if (abandoned.has(name) || isContentHeader(name) || isCacheControl(name)) {
      lengthTaken ||= name === "content-length";
      res.removeHeader(name);
    }
  }
  return lengthTaken;
}

/** Sets the error's own headers; a name or value Node would refuse to write is dropped, and so is what exceeds 4 kB. */
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

/** RFC 9213: a cache that is addressed by name, as in `CDN-Cache-Control`, obeys that alone. */
function isCacheControl(name: string): boolean {
  return name.endsWith("cache-control");
}

/** Gives the lines of a header; none where Node would refuse the name or one of them. */
function writableLines(headers: ErrorHeaders, name: string): readonly string[] {
  try {
    http.validateHeaderName(name);
    const value: unknown = headers[name];
    const lines: unknown[] = Array.isArray(value) ? value : [value];
    return lines.map((line) => {
      if (typeof line !== "string" && typeof line !== "number") throw new TypeError("no text");
      http.validateHeaderValue(name, String(line));
      return String(line);
    });
  } catch {
    return [];
  }
}
