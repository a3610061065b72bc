import type { Server as HttpServer } from "node:http";
import type { Http2SecureServer, Http2Server } from "node:http2";
import { Server as HttpsServer } from "node:https";
import { Server as TlsServer } from "node:tls";
import { http } from "../express/node-http.ts";

/** A server that can be guarded: HTTP, HTTPS, or HTTP/2 through Node's compatibility API. */
export type GuardableServer = HttpServer | HttpsServer | Http2Server | Http2SecureServer;

/** Tells whether a server speaks HTTP/1 only. */
export function isHttp1(server: GuardableServer): server is HttpServer | HttpsServer {
  return server instanceof http.Server || server instanceof HttpsServer;
}

/** Names the event of a connection that requests come on: on a TLS server the raw connection is another one. */
export function connectionEvent(server: GuardableServer): "connection" | "secureConnection" {
  return server instanceof TlsServer ? "secureConnection" : "connection";
}
