import { tryReadMember } from "../misuse/read-member.ts";

/** The response of another server, as HTTP clients attach it to their errors. */
export interface UpstreamResponse {
  readonly status: number;
  readonly headers: unknown;
}

/** Reads the `response` of a client's error; undefined if the error has none. */
export function readResponse(found: object): UpstreamResponse | undefined {
  const response = tryReadMember(found, "response");
  if (typeof response !== "object" || response === null) return undefined;
  const status = tryReadMember(response, "status") ?? tryReadMember(response, "statusCode");
  return typeof status === "number"
    ? { status, headers: tryReadMember(response, "headers") }
    : undefined;
}
