import type { Request } from "express";
import { isExample } from "../catalog/example-body.ts";
import { pathOf } from "../express/request-path.ts";
import { clip } from "../inspect/clip.ts";

const maximumPath = 1024;

/** Returns the path that the client asked for, at most 1,024 characters. The query is left out: it may have secrets. */
export function requestedPath(req: Request): string {
  // Neither Express nor a mock has run where a problem of guardProcess or a mock is made.
  const { originalUrl, url } = req as Partial<Request>;
  return clip(pathOf(originalUrl ?? url ?? "/"), maximumPath);
}

/** Returns the time in the format of ISO 8601, which is the same for all examples. */
export function currentTime(req: Request): string {
  return isExample(req) ? "2026-01-01T00:00:00.000Z" : new Date().toISOString();
}
