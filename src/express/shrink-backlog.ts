import type { Server } from "node:net";
import { tryReadMember } from "../misuse/read-member.ts";

/**
 * Asks the system to hold no more than one connection that Node has not accepted yet. On Linux, a client that connects
 * afterwards waits instead of being connected, so that closing the server refuses it and resets nothing. Elsewhere, and in
 * a worker of a cluster, it has no effect.
 */
export function shrinkBacklog(server: Server): void {
  // Node has no method for it: a second `listen` of the server throws. Its handle is private, so it may be missing.
  const handle = tryReadMember(server, "_handle");
  if (typeof handle !== "object" || handle === null) return;
  const listen = tryReadMember(handle, "listen");
  if (typeof listen !== "function") return;
  try {
    Reflect.apply(listen, handle, [0]);
  } catch {
    // The length stays as it was.
  }
}
