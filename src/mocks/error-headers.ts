import type { ErrorHeaders } from "../errors/http-error.ts";
import {
  findLines,
  joinedHeaders,
  type WritableHeader,
  writableHeaders,
} from "../present/writable-headers.ts";

/** Returns the headers of an error as a server would send them, beside those that the app had set before. */
export function errorHeaders(
  own: ErrorHeaders | undefined,
  earlier: ErrorHeaders | undefined,
): Headers {
  const headers = new Headers();
  for (const given of [earlier, own]) {
    for (const [name, lines] of writable(given)) {
      if (!joinedHeaders.has(name.toLowerCase())) headers.delete(name);
      for (const line of lines) headers.append(name, line);
    }
  }
  return headers;
}

/** Returns the lines of a header that a server would send, whose name is in lower case. */
export function errorHeaderLines(
  own: ErrorHeaders | undefined,
  earlier: ErrorHeaders | undefined,
  name: string,
): readonly string[] | undefined {
  return findLines(writable(own), name) ?? findLines(writable(earlier), name);
}

function writable(headers: ErrorHeaders | undefined): readonly WritableHeader[] {
  return writableHeaders(headers ?? {}, checkHeader, () => false);
}

/** Throws where Node would refuse a header (RFC 9110 §5.5, §5.6.2). */
function checkHeader(name: string, line: string): void {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError("The name is not a token");
  if (!/^[\t\x20-\x7E\x80-\xFF]*$/.test(line))
    throw new TypeError("The value has other characters");
}
