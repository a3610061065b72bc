import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/** The options of `runLoad`. */
export interface LoadOptions {
  readonly url: string;
  readonly token: string;
  /** How long to send requests. */
  readonly milliseconds: number;
  /** How many clients send requests, each one after the other. Default: 8. */
  readonly clients?: number;
}

/** The result of a load. */
export interface LoadReport {
  readonly requests: number;
  /** How many responses came from each instance. */
  readonly instances: Readonly<Record<string, number>>;
  /** The requests with a safe method that did not succeed, which nobody sends again. */
  readonly failedReads: readonly string[];
  /** The attempts of a POST that did not succeed, which the client sent again with the same key. */
  readonly failedWrites: readonly string[];
  /** Whether each failure with a body was a problem with the request id of its header. */
  readonly onlyProblems: boolean;
  /** The ids of the articles that were confirmed. */
  readonly confirmed: readonly string[];
  /** The confirmed articles that a reader does not find. */
  readonly lost: readonly string[];
  readonly milliseconds: {
    readonly median: number;
    readonly p99: number;
    readonly slowest: number;
  };
  /** The milliseconds from the first request that failed or took longer than a second to the end of the last one. */
  readonly recovery: number;
}

/** Reads and writes articles as clients do that follow the rules, and counts what they see. */
export async function runLoad({ url, token, milliseconds, clients = 8 }: LoadOptions) {
  const end = performance.now() + milliseconds;
  const durations: number[] = [];
  const instances: Record<string, number> = {};
  const failedReads: string[] = [];
  const failedWrites: string[] = [];
  const confirmed: string[] = [];
  const trouble = { first: Infinity, last: -Infinity };
  let onlyProblems = true;

  /** Sends a request, and resolves to its response if it is a success, or to what went wrong. */
  async function send(method: string, path: string, headers = {}, body?: string) {
    const start = performance.now();
    const result = await attempt(url + path, { method, headers, ...(body && { body }) });
    const now = performance.now();
    durations.push(now - start);
    if (typeof result === "string" || now - start > 1_000) {
      trouble.first = Math.min(trouble.first, start);
      trouble.last = Math.max(trouble.last, now);
    }
    return result;
  }

  async function attempt(address: string, init: RequestInit) {
    try {
      const response = await fetch(address, { ...init, signal: AbortSignal.timeout(30_000) });
      const text = await response.text();
      // nginx lists all that it has tried.
      const instance = (response.headers.get("x-instance") ?? "unknown").split(", ").at(-1) ?? "";
      instances[instance] = (instances[instance] ?? 0) + 1;
      if (response.ok) return response;
      onlyProblems &&= isProblem(response, text);
      return `${response.status} ${init.method} ${text.slice(0, 300)}`;
    } catch (error) {
      return `${init.method} ${String(error instanceof Error ? (error.cause ?? error) : error)}`;
    }
  }

  async function write() {
    const key = randomUUID();
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": `"${key}"`,
    };
    const body = JSON.stringify({ title: `Load ${key}`, content: "Words.", tags: ["load"] });
    for (let attempts = 0; attempts < 20; attempts += 1) {
      const result = await send("POST", "/articles", headers, body);
      if (typeof result !== "string") {
        const id = result.headers.get("location")?.split("/").at(-1);
        if (id !== undefined) confirmed.push(id);
        return;
      }
      failedWrites.push(result);
      await sleep(200);
    }
  }

  async function read() {
    const id = confirmed.at(-1);
    const result = await send("GET", id === undefined ? "/articles?limit=5" : `/articles/${id}`);
    if (typeof result === "string") failedReads.push(result);
  }

  /** An instance that is not there yet does not mean that the article is not there. */
  async function exists(id: string) {
    for (let attempts = 0; attempts < 50; attempts += 1) {
      const result = await attempt(`${url}/articles/${id}`, { method: "GET" });
      if (typeof result !== "string") return true;
      if (result.startsWith("404")) return false;
      await sleep(200);
    }
    return false;
  }

  async function client() {
    while (performance.now() < end) {
      await write();
      for (let reads = 0; reads < 4; reads += 1) await read();
    }
  }
  await Promise.all(Array.from({ length: clients }, client));

  const lost: string[] = [];
  for (const id of confirmed) if (!(await exists(id))) lost.push(id);
  durations.sort((one, other) => one - other);
  const at = (part: number) => Math.round(durations[Math.floor(durations.length * part)] ?? 0);
  const report: LoadReport = {
    requests: durations.length,
    instances,
    failedReads,
    failedWrites,
    onlyProblems,
    confirmed,
    lost,
    milliseconds: { median: at(0.5), p99: at(0.99), slowest: Math.round(durations.at(-1) ?? 0) },
    recovery: Math.max(0, Math.round(trouble.last - trouble.first)),
  };
  return report;
}

function isProblem({ headers, status }: Response, text: string) {
  if (headers.get("content-type") !== "application/problem+json") return false;
  try {
    const problem: unknown = JSON.parse(text);
    const { requestId, status: told } = problem as { requestId?: unknown; status?: unknown };
    return told === status && requestId === headers.get("x-request-id");
  } catch {
    return false;
  }
}
