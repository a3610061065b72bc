import { once } from "node:events";
import { type Agent, type IncomingMessage, request } from "node:http";

/** A kind of request that fails. */
export interface Kind {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** The status of the response. Absent if no complete response arrives. */
  readonly status?: number;
  /** Whether the connection is closed: by the client, or because the response broke off. Default: false. */
  readonly closes?: boolean;
  /** Whether the client waits for the response although it is not going to be complete. Default: false. */
  readonly waits?: boolean;
  /** Whether the response is a text, so that only its header has the request id. Default: false. */
  readonly isText?: boolean;
  /** How many records one request makes. Default: 1. */
  readonly reports?: number;
}

export const kinds: readonly Kind[] = [
  { name: "thrown", method: "GET", path: "/thrown", status: 500 },
  { name: "rejected", method: "GET", path: "/rejected/7", status: 404 },
  { name: "callback", method: "GET", path: "/callback", status: 500 },
  { name: "foreign error", method: "GET", path: "/foreign", status: 500 },
  { name: "validation", method: "POST", path: "/articles", body: '{"tags":[1,2,3]}', status: 400 },
  { name: "malformed JSON", method: "POST", path: "/articles", body: '{"title":', status: 400 },
  { name: "unknown path", method: "GET", path: "/nowhere?token=1", status: 404 },
  { name: "wrong method", method: "DELETE", path: "/articles", status: 405 },
  { name: "error after the response", method: "GET", path: "/late", status: 200 },
  { name: "next called twice", method: "GET", path: "/twice", status: 500, reports: 2 },
  { name: "client that leaves", method: "GET", path: "/slow", closes: true },
  { name: "file", method: "GET", path: "/file", status: 200, reports: 0, isText: true },
  { name: "client that leaves a file", method: "GET", path: "/endless", closes: true },
  { name: "stream that breaks", method: "GET", path: "/broken", closes: true, waits: true },
];

const leaveAfterMilliseconds = 3;
const patienceMilliseconds = 10_000;

/** Sends a request and checks the response. Resolves to the fault that it finds, if any. */
export async function findFault(kind: Kind, id: string, to: Target): Promise<string | undefined> {
  const received = await send(kind, id, to);
  if (kind.status === undefined) return received && `a complete response: ${kind.name}`;
  if (!received) return `lost: ${kind.name}`;
  // A response that is sent twice is read as that of the next request.
  if (received.id !== id) return `the response of another request: ${kind.name}`;
  if (received.status !== kind.status) return `status ${received.status}: ${kind.name}`;
  return undefined;
}

interface Target {
  readonly port: number;
  readonly agent: Agent;
}

interface Received {
  readonly status: number | undefined;
  readonly id: string;
}

/** Sends a request. Resolves to undefined if no response comes in time. */
async function send(
  { method, path, body, status, isText = false, waits = status !== undefined }: Kind,
  id: string,
  { port, agent }: Target,
): Promise<Received | undefined> {
  const sending = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    agent,
    headers: {
      "X-Request-Id": id,
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
  });
  const milliseconds = waits ? patienceMilliseconds : leaveAfterMilliseconds;
  const timer = setTimeout(() => sending.destroy(), milliseconds);
  // `once` rejects with the first error; a later one has no other listener.
  sending.on("error", () => {});
  try {
    const response = once(sending, "response");
    sending.end(body);
    return await read((await response)[0] as IncomingMessage, isText);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Reads the body to its end, so that the connection can serve the next request. JSON repeats the request id. */
async function read(response: IncomingMessage, isText: boolean): Promise<Received> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
  if (isText) return { status: response.statusCode, id: String(response.headers["x-request-id"]) };
  const { requestId } = JSON.parse(text) as { requestId?: string };
  const id = String(response.headers["x-request-id"]);
  return { status: response.statusCode, id: requestId === id ? id : `${id} and ${requestId}` };
}
