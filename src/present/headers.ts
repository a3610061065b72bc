import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Response } from "express";
import type { ErrorHeaders } from "../raise/http-error.ts";

// What described the abandoned answer and would be wrong on this one (RFC 9110 §8, RFC 9111 §5).
const abandoned: ReadonlySet<string> = new Set([
  "accept-ranges",
  "age",
  "cache-control",
  "etag",
  "expires",
  "last-modified",
  "pragma",
  "trailer",
  "transfer-encoding",
]);

// Framing and connection belong to the server, the description of the body to its writer.
const forbidden: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "keep-alive",
  "trailer",
  "transfer-encoding",
]);

const maximumBytes = 4096;

/** Takes the abandoned answer's headers off; CORS, Vary, cookies, security, rate limit and trace headers stay. */
export function dropAbandonedHeaders(res: Response): void {
  for (const name of res.getHeaderNames()) {
    if (abandoned.has(name) || isContentHeader(name)) res.removeHeader(name);
  }
}

/** Sets the error's own headers; a name or value Node would refuse to write is dropped, and so is what exceeds 4 kB. */
export function setErrorHeaders(res: Response, headers: ErrorHeaders): void {
  let bytes = 0;
  for (const [name, raw] of Object.entries(headers)) {
    const value = typeof raw === "number" ? String(raw) : raw;
    bytes += name.length + String(value).length;
    if (bytes > maximumBytes) return;
    if (!forbidden.has(name.toLowerCase()) && isWritable(name, value)) res.setHeader(name, value);
  }
}

function isContentHeader(name: string): boolean {
  return name.startsWith("content-") && !name.startsWith("content-security-policy");
}

function isWritable(name: string, value: string | readonly string[]): boolean {
  try {
    validateHeaderName(name);
    for (const line of typeof value === "string" ? [value] : value) {
      validateHeaderValue(name, line);
    }
    return true;
  } catch {
    return false;
  }
}
