import type { RequestPart } from "../errors/field-error.ts";

const parts: ReadonlyMap<unknown, RequestPart> = new Map<unknown, RequestPart>([
  ["params", "params"],
  ["query", "query"],
  ["headers", "headers"],
  ["cookies", "cookies"],
  ["signedCookies", "cookies"],
  ["body", "body"],
]);

/** Returns the part of a request that a library names as Express does; undefined for every other value. */
export function toRequestPart(name: unknown): RequestPart | undefined {
  return parts.get(name);
}
