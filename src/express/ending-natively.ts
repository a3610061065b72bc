import type { ServerResponse } from "node:http";

/**
 * Returns true while Node's own `end` runs on a response over HTTP/1: it notes the length of the body before it asks for
 * the head.
 */
export function isEndingNatively(res: ServerResponse): boolean {
  const { _contentLength: length } = res as { _contentLength?: number | null };
  return typeof length === "number";
}
