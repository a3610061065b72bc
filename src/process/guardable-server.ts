import type { Server as HttpServer } from "node:http";
import type { Http2SecureServer, Http2Server } from "node:http2";
import { Server as HttpsServer } from "node:https";
import { Server as TlsServer } from "node:tls";
import { sharedByCopies } from "../copies/shared-by-copies.ts";
import { http } from "../express/node-http.ts";
import { describeReceived } from "../misuse/describe-received.ts";

/** A server that `guardProcess` accepts: HTTP, HTTPS, or HTTP/2 with Node's compatibility API. */
export type GuardableServer = HttpServer | HttpsServer | Http2Server | Http2SecureServer;

/** Returns true if a server supports HTTP/1 only. */
export function isHttp1(server: GuardableServer): server is HttpServer | HttpsServer {
  return server instanceof http.Server || server instanceof HttpsServer;
}

/** Returns the event for the sockets that requests use. A TLS server emits "connection" with the raw socket. */
export function connectionEvent(server: GuardableServer): "connection" | "secureConnection" {
  return server instanceof TlsServer ? "secureConnection" : "connection";
}

/**
 * Returns the servers as an array.
 *
 * @throws {TypeError} If the array is empty, or one of them is not a server of HTTP.
 */
export function toServers(server: unknown): readonly GuardableServer[] {
  const servers: unknown[] = Array.isArray(server) ? server : [server];
  if (servers.length === 0) throw refusal("an empty array");
  for (const each of servers) {
    const { listening, close, setTimeout } = (each ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof listening !== "boolean" || typeof close !== "function") {
      throw refusal(describeReceived(each));
    }
    // Each server of HTTP has it, of another realm too; those of node:net and node:tls do not.
    if (typeof setTimeout !== "function") throw refusal("a server without HTTP");
  }
  // Each of them has the members of a server.
  return servers as GuardableServer[];
}

function refusal(received: string): TypeError {
  return new TypeError(
    `guardProcess: server must be a listening http.Server, got ${received}. Write guardProcess(app.listen(3000)).`,
  );
}

const guarded = /* @__PURE__ */ sharedByCopies("guarded", () => new WeakSet<GuardableServer>());

/**
 * Marks servers as guarded, because each guard would record the same failure. Returns a function that removes the marks.
 *
 * @throws {TypeError} If one of them is guarded already, or is there twice.
 */
export function claimServers(servers: readonly GuardableServer[]): () => void {
  if (new Set(servers).size < servers.length || servers.some((each) => guarded.has(each))) {
    throw new TypeError(
      "guardProcess: server must not be guarded already. Call guardProcess once, or dispose() of the first guard before.",
    );
  }
  const claimed = new Set(servers);
  for (const each of claimed) guarded.add(each);
  return () => {
    for (const each of claimed) guarded.delete(each);
    // A second call must not remove the marks of a later guard.
    claimed.clear();
  };
}
