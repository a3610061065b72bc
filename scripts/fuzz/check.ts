import { Agent, type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { FailureRecord } from "express-backstop";
import { fine, hasSucceeded } from "./app.ts";
import type { Scenario } from "./scenario.ts";
import { secret } from "./thrown-values.ts";

/** One response, as a client sees it. */
interface Seen {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** Returns what is wrong with the response of a scenario, its records or the next response; undefined if nothing is. */
export async function findFault(
  scenario: Scenario,
  port: number,
  records: readonly FailureRecord[],
): Promise<string | undefined> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const seen = await send(scenario, port, agent, "/failing", scenario.method);
    const fault = faultOf(scenario, seen);
    if (fault !== undefined) return fault;
    const next = await send(scenario, port, agent, "/fine", "GET");
    if (typeof next === "string") return `the next request: ${next}`;
    if (next.text !== JSON.stringify(fine))
      return `the next response is ${next.text.slice(0, 100)}`;
    return await faultOfRecords(seen, records);
  } finally {
    agent.destroy();
  }
}

function faultOf({ before, method }: Scenario, seen: Seen | string): string | undefined {
  const isBegun = before.startsWith("half") && before !== "half an error page";
  if (typeof seen === "string") return isBegun && seen === "broken" ? undefined : seen;
  const { status, headers, text } = seen;
  if ((text + JSON.stringify(headers)).includes(secret)) return `the response repeats ${secret}`;
  if (headers["x-late"] !== undefined) return "a late header was sent";
  if (hasSucceeded(before)) {
    if (before === "an empty response") return status === 204 ? undefined : `status ${status}`;
    if (method === "HEAD") return status === 200 ? undefined : `status ${status}`;
    return text.endsWith('article "}') ? undefined : `its own response is ${text.slice(0, 100)}`;
  }
  if (isBegun) {
    // A response to HEAD has no body that could be broken.
    if (method === "HEAD") return undefined;
    return text.includes("problem")
      ? undefined
      : `half a response looks whole: ${text.slice(0, 100)}`;
  }
  if (status < 400 || status > 599) return `status ${status}`;
  if (method === "HEAD") return text === "" ? undefined : "HEAD has a body";
  return isProblem(seen) ? undefined : `no problem: ${text.slice(0, 200)}`;
}

function isProblem({ headers, status, text }: Seen): boolean {
  if (headers["content-type"]?.startsWith("text/html")) return text.includes(String(status));
  const body = JSON.parse(text) as { status?: number; error?: { status?: number } };
  return (body.status ?? body.error?.status) === status || body.error !== undefined;
}

async function faultOfRecords(
  seen: Seen | string,
  records: readonly FailureRecord[],
): Promise<string | undefined> {
  // A handler may fail after its response.
  for (let tries = 0; records.length === 0 && tries < 50; tries += 1) await sleep(2);
  if (records.length === 0) return "there is no record";
  const sent = records.filter(({ outcome }) => outcome === "sent").length;
  const isProblemSeen = typeof seen !== "string" && seen.status >= 400;
  if (sent !== (isProblemSeen ? 1 : 0)) return `${sent} records of a sent problem`;
  return undefined;
}

/** Sends a request and resolves to the response, or to what went wrong with it. */
function send(
  { accept }: Scenario,
  port: number,
  agent: Agent,
  path: string,
  method: string,
): Promise<Seen | string> {
  return new Promise((resolve) => {
    const body = method === "POST" ? JSON.stringify({ title: "Hello" }) : "";
    const headers = {
      Accept: accept,
      "Accept-Encoding": "gzip, br",
      ...(body && { "Content-Type": "application/json", "Content-Length": body.length }),
    };
    const sent = request({ host: "127.0.0.1", port, agent, path, method, headers, timeout: 1500 });
    sent.on("error", () => resolve("broken"));
    sent.on("timeout", () => {
      resolve("no response");
      sent.destroy();
    });
    sent.on("response", (response) => {
      response.on("aborted", () => resolve("broken"));
      buffer(response).then(
        (bytes) => resolve(read(response, bytes)),
        () => resolve("broken"),
      );
    });
    sent.end(body);
  });
}

function read(
  { statusCode = 0, headers, complete }: IncomingMessage,
  bytes: Buffer,
): Seen | string {
  if (!complete) return "broken";
  try {
    return { status: statusCode, headers, text: decode(headers["content-encoding"], bytes) };
  } catch {
    return `unreadable: ${headers["content-encoding"]}`;
  }
}

function decode(encoding: string | undefined, bytes: Buffer): string {
  if (encoding === undefined || bytes.length === 0) return bytes.toString();
  if (encoding === "gzip") return gunzipSync(bytes).toString();
  return (encoding === "br" ? brotliDecompressSync(bytes) : inflateSync(bytes)).toString();
}
