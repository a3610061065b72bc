import type { Request } from "express";

/**
 * Checks whether a request comes from a client on this machine and was meant for it. It does not if a proxy forwarded it
 * for another machine, if it names another host, as after DNS rebinding, or if a page of another origin sent it.
 */
export function isLocalClient(req: Request): boolean {
  const { headers, socket } = req as Partial<Request>;
  if (!headers) return false;
  const hosts = [
    headers.host,
    headers["x-forwarded-host"],
    headers[":authority"],
    hostOfOrigin(headers.origin),
  ];
  const addresses = addressHeaders
    .flatMap((name) => headers[name])
    .flatMap((forwarded) => forwarded?.split(",") ?? []);
  return (
    isLoopback(socket?.remoteAddress) &&
    headers.forwarded === undefined &&
    headers.via === undefined &&
    headers["sec-fetch-site"] !== "cross-site" &&
    addresses.every((address) => isLoopback(address.trim())) &&
    hosts.every((host) => typeof host !== "string" || isLoopback(withoutPort(host)))
  );
}

/** The headers in which proxies name their client. */
const addressHeaders = [
  "x-forwarded-for",
  "x-original-forwarded-for",
  "x-real-ip",
  "x-client-ip",
  "x-cluster-client-ip",
  "true-client-ip",
  "cf-connecting-ip",
  "fastly-client-ip",
] as const;

/** Matches the addresses and names of the machine itself (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3, RFC 6761 §6.3). */
const loopback = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|\[?::1\]?|(?:[\w-]+\.)*localhost\.?)$/i;

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && loopback.test(host);
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, "");
}

function hostOfOrigin(origin: string | undefined): string | undefined {
  // The origin of a sandboxed page is "null", which is not a host of this machine.
  return origin?.replace(/^[a-z][a-z\d+.-]*:\/\//i, "");
}
