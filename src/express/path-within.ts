import type { Request } from "express";

/** Splits the path of a request into what this app is mounted on and what its own routes are matched against. */
export function pathWithin(req: Request): { readonly base: string; readonly path: string } {
  const full = fullPath(req);
  const base = mountedOn(req, full);
  return { base, path: full.slice(base.length) || "/" };
}

/** As the routers see it, which is not as it was sent where a middleware has rewritten `req.url`. */
function fullPath(req: Request): string {
  const path = req.baseUrl + pathOf(req.url);
  if (req.url === req.originalUrl) return path;
  const sent = pathOf(req.originalUrl);
  // Below a mount point Express writes "/" for nothing.
  return path === `${sent}/` ? sent : path;
}

/** The path of a target in origin form or in absolute form (RFC 9112 §3.2). */
function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  return path.startsWith("/") ? path : path.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, "");
}

/** `app.path()` gives the pattern an app is mounted on, so its segments are counted off the real path. */
function mountedOn(req: Request, full: string): string {
  const at = req.app.path();
  const pattern = at.endsWith("/") ? at.slice(0, -1) : at;
  if (pattern === "") return "";
  // Where a pattern may match any number of segments, this middleware is taken to stand in the app itself.
  if (!/^(?:\/:?[\w.~%-]+)+$/.test(pattern)) return req.baseUrl;
  return full.split("/", pattern.split("/").length).join("/");
}
