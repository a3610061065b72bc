import type { ErrorHeaders } from "../errors/http-error.ts";
import { isKeptHeader } from "../present/kept-headers.ts";
import {
  findLines,
  joinedHeaders,
  type WritableHeader,
  writableHeaders,
} from "../present/writable-headers.ts";

/** Returns the lines of each header that the app had set before, and that a server leaves on its problem. */
export function earlierHeaders(
  given: ErrorHeaders = {},
  keptByApp: readonly string[] = [],
): readonly WritableHeader[] {
  const names = new Set(keptByApp.map((name) => name.toLowerCase()));
  return Object.entries(given).flatMap(([name, value]) => {
    const isKept = isKeptHeader(name.toLowerCase(), names) && !ofConnection.test(name);
    const lines = [value].flat().map(String);
    return isKept && lines.every((line) => isWritable(name, line)) ? [[name, lines]] : [];
  });
}

/** A mock has no connection. */
const ofConnection = /^(?:connection|keep-alive|trailer|transfer-encoding)$/i;

/** Adds the headers of an error as a server does. */
export function addErrorHeaders(headers: Headers, own: ErrorHeaders | undefined): void {
  for (const [name, lines] of writable(own)) {
    if (!joinedHeaders.has(name.toLowerCase())) headers.delete(name);
    for (const line of lines) headers.append(name, line);
  }
}

/** Returns the lines of a header that a server would send, whose name is in lower case. */
export function errorHeaderLines(
  own: ErrorHeaders | undefined,
  earlier: readonly WritableHeader[],
  name: string,
): readonly string[] | undefined {
  return findLines(writable(own), name) ?? findLines(earlier, name);
}

function writable(headers: ErrorHeaders | undefined): readonly WritableHeader[] {
  return writableHeaders(headers ?? {}, checkHeader, () => false);
}

/** Throws where Node would refuse a header. */
function checkHeader(name: string, line: string): void {
  if (!isWritable(name, line)) throw new TypeError("Node would refuse the header");
}

/** Returns true if Node would write a header (RFC 9110 §5.5, §5.6.2). */
function isWritable(name: string, line: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7E\x80-\xFF]*$/.test(line);
}
