import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const acceptable = /^[\w.-]{1,128}$/;

/** Makes the function that names a request: as the response already says, as the client says, or anew. */
export function requestIds(): (
  req: Pick<IncomingMessage, "headers">,
  res: Pick<ServerResponse, "getHeader">,
) => string {
  // A random prefix and a counter are unique across processes and cheaper than a UUID each.
  const prefix = `req_${randomBytes(6).toString("hex")}`;
  let count = 0;
  return function requestId(req, res) {
    const set = idOf(res);
    if (typeof set === "string" && acceptable.test(set)) return set;
    const sent = req.headers["x-request-id"];
    if (typeof sent === "string" && acceptable.test(sent)) return sent;
    count += 1;
    return `${prefix}${count.toString(36)}`;
  };
}

function idOf(res: Pick<ServerResponse, "getHeader">): unknown {
  try {
    return res.getHeader("x-request-id");
  } catch {
    // Another middleware's own method threw; the failure still needs a name.
    return undefined;
  }
}
