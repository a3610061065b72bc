import type { ErrorHeaders } from "../errors/http-error.ts";
import type { Mishaps } from "../errors/mishaps.ts";

/** A header of an error that can be sent, with its lines. */
export type WritableHeader = readonly [name: string, lines: readonly string[]];

/** Throws if a header cannot be sent. */
export type HeaderCheck = (name: string, line: string) => void;

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

const maximumBytes = 4096;

/** Headers whose earlier values stay beside those of the error. */
export const joinedHeaders: ReadonlySet<string> = new Set(["set-cookie", "vary"]);

/** Returns those headers of an error that can be sent, at most 4 kB. The others are collected. */
export function writableHeaders(
  headers: ErrorHeaders,
  check: HeaderCheck,
  isRefused: (name: string) => boolean,
  mishaps?: Mishaps,
): readonly WritableHeader[] {
  let left = maximumBytes;
  return Object.keys(headers).flatMap((name) => {
    const lowerCase = name.toLowerCase();
    if (isRefused(lowerCase)) return [];
    const lose = (why: string, cause?: unknown): readonly WritableHeader[] => {
      mishaps?.addLoss("header", name, why, cause);
      return [];
    };
    if (forbidden.has(lowerCase)) return lose("the server sets it");
    try {
      const lines = writableLines(headers, name, check);
      const bytes = lines.reduce((sum, line) => sum + name.length + line.length, 0);
      if (bytes > left) return lose(`it exceeds the limit of ${maximumBytes} bytes`);
      left -= bytes;
      return lines.length > 0 ? [[name, lines]] : [];
    } catch (cause) {
      return lose("it cannot be written", cause);
    }
  });
}

/** Returns true if one of the headers, which may not be writable, has a name in lower case. */
export function hasHeader(headers: ErrorHeaders, name: string): boolean {
  return Object.keys(headers).some((own) => own.toLowerCase() === name);
}

/** Returns the lines of the last header with a name in lower case. */
export function findLines(
  headers: readonly WritableHeader[],
  name: string,
): readonly string[] | undefined {
  return headers.findLast(([own]) => own.toLowerCase() === name)?.[1];
}

/** Returns the lines of a header. Throws if the name or one of the values cannot be sent. */
function writableLines(headers: ErrorHeaders, name: string, check: HeaderCheck): readonly string[] {
  const value: unknown = headers[name];
  if (value === undefined) return [];
  const lines: unknown[] = Array.isArray(value) ? value : [value];
  const texts = lines.map((line) => {
    if (typeof line !== "string" && typeof line !== "number")
      throw new TypeError("The value must be a string or a number");
    check(name, String(line));
    // Whitespace around a value is not a part of it (RFC 9110 §5.5).
    return String(line).trim();
  });
  // A list has no empty elements (RFC 9110 §5.6.1).
  return joinedHeaders.has(name.toLowerCase()) ? texts.filter((text) => text !== "") : texts;
}
