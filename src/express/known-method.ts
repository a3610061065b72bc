import { tryReadMember } from "../misuse/read-member.ts";
import { http } from "./node-http.ts";

/** Returns the method of a request if Node knows it; undefined for another text, to which a handler may have set it. */
export function knownMethod(req: object): string | undefined {
  const method = tryReadMember(req, "method");
  return http.METHODS.find((known) => known === method);
}
