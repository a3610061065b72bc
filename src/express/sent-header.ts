import type { Response } from "express";
import { tryReadMember } from "../misuse/read-member.ts";

/**
 * Returns the value of a header of a response whose head has been sent; undefined if it has no such header. Node forgets
 * the headers that are passed to `writeHead` alone: they are only in the text of the head.
 *
 * @param name The name in lower case.
 */
export function sentHeader(res: Response, name: string): string | undefined {
  const value = res.getHeader(name);
  if (value !== undefined) return String(value);
  // The text is private to Node, so it may be missing, and the response of HTTP/2 has none.
  const head = tryReadMember(res, "_header");
  if (typeof head !== "string") return undefined;
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    if (line.slice(0, colon).toLowerCase() === name) return line.slice(colon + 1).trim();
  }
  return undefined;
}
