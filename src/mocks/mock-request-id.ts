import type { ErrorHeaders } from "../errors/http-error.ts";
import { isRequestId } from "../request/is-request-id.ts";

/** Returns the id that a server would find in the headers: in those of the app first, then in those of the request. */
export function mockRequestId(
  ofApp: ErrorHeaders = {},
  ofRequest: Readonly<Record<string, string>> = {},
): string {
  const set = Object.entries(ofApp).findLast(
    ([name]) => name.toLowerCase() === "x-request-id",
  )?.[1];
  // Express writes a number as text.
  const id = typeof set === "number" ? String(set) : set;
  return [id, ofRequest["x-request-id"]].find(isRequestId) ?? "req_mock";
}
