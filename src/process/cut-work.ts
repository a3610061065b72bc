import type { IncomingMessage } from "node:http";
import type { Request } from "express";
import { pathOf } from "../express/request-path.ts";
import { clip } from "../inspect/clip.ts";
import { routeOf } from "../request/route.ts";

/** The work that a server has not finished when its process ends. */
export interface CutWork {
  /** The requests without a complete response of their handler. */
  readonly requests: readonly IncomingMessage[];
  /** The number of open WebSockets and tunnels. */
  readonly upgraded: number;
}

const maximumNames = 5;
const maximumName = 200;

/**
 * Returns the error about what the end of a process cuts: `A second SIGTERM cut onClose and 3 requests: GET /articles/:id
 * (2), POST /import.` Returns undefined if it cuts nothing.
 *
 * @param by What ends the process.
 * @param unclosed Whether `onClose` has not finished.
 */
export function cutError(
  by: string,
  cut: readonly CutWork[],
  unclosed: boolean,
): Error | undefined {
  const names = new Map<string, number>();
  for (const req of cut.flatMap(({ requests }) => requests)) {
    const name = nameOf(req);
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  const requests = sum([...names.values()]);
  const upgraded = sum(cut.map((one) => one.upgraded));
  const parts = [
    ...(unclosed ? ["onClose"] : []),
    ...(upgraded > 0 ? [counted(upgraded, "WebSocket or tunnel", "WebSockets or tunnels")] : []),
    ...(requests > 0 ? [counted(requests, "request", "requests") + listed(names)] : []),
  ];
  if (parts.length === 0) return undefined;
  const error = new Error(`${by} cut ${parts.join(" and ")}.`);
  // It would tell of the guard alone.
  delete error.stack;
  return error;
}

/** Returns the method and the route of a request, or else the path without its query. */
function nameOf(req: IncomingMessage): string {
  // Express has added its members to the request, or they are read as undefined.
  const request = req as Request;
  const path = routeOf(request) ?? pathOf(request.originalUrl ?? req.url ?? "");
  return clip(`${req.method} ${path}`, maximumName);
}

function listed(names: ReadonlyMap<string, number>): string {
  const texts = Array.from(names, ([name, count]) => (count > 1 ? `${name} (${count})` : name));
  const rest = texts.splice(maximumNames).length;
  return `: ${texts.join(", ")}${rest > 0 ? ` and ${rest} more routes` : ""}`;
}

function counted(count: number, one: string, several: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : several}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
