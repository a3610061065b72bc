import { once } from "node:events";
import { createServer, get } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import axios from "axios";
import type { ErrorMapper } from "express-backstop";
import {
  axios as axiosMapper,
  fetch as fetchMapper,
  got as gotMapper,
  ky as kyMapper,
  nodeFetch as nodeFetchMapper,
  nodeSystem,
  recommended,
  statusProperty,
  superagent as superagentMapper,
} from "express-backstop/mappers";
import { got } from "got";
import ky from "ky";
import nodeFetch from "node-fetch";
import superagent from "superagent";
import * as undici from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, secret } from "./support/answer.ts";

/** An upstream: the path is the status of its response; a few paths misbehave. */
const upstream = createServer((req, res) => {
  const path = (req.url ?? "").slice(1);
  if (path === "hangs") return;
  if (path === "resets") {
    req.socket.destroy();
    return;
  }
  if (path === "redirects") {
    res.writeHead(302, { location: "/redirects" }).end();
    return;
  }
  res.setHeader("retry-after", path === "429" ? "9000" : "7");
  res.setHeader("www-authenticate", `Basic realm="${secret}"`);
  res.writeHead(Number(path), { "content-type": "application/json" });
  res.end(JSON.stringify({ message: secret }));
});
const notHttp = createTcpServer((socket) => {
  socket.on("error", () => {});
  socket.once("data", () => socket.end(`${secret}\r\n`));
});
let base = "";
let garbage = "";
let closed = "";

beforeAll(async () => {
  const probe = createTcpServer();
  for (const server of [upstream, notHttp, probe]) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  closed = `http://127.0.0.1:${(probe.address() as AddressInfo).port}/`;
  probe.close();
  base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`;
  garbage = `http://127.0.0.1:${(notHttp.address() as AddressInfo).port}/`;
});

afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
  notHttp.close();
});

const headers = { authorization: `Bearer ${secret}` };
const signal = () => AbortSignal.timeout(500);

interface Client {
  readonly mappers: readonly ErrorMapper[];
  /** Throws for an error status; undefined for clients that do not. */
  readonly send?: (url: string) => Promise<unknown>;
  /** Sends a request with a short timeout. */
  readonly sendBriefly: (url: string) => Promise<unknown>;
  /** The status after a timeout. Default: 504. */
  readonly slow?: number;
}

const clients: Readonly<Record<string, Client>> = {
  axios: {
    mappers: [axiosMapper()],
    send: (url) => axios.get(url, { headers }),
    sendBriefly: (url) => axios.get(url, { headers, timeout: 50 }),
  },
  got: {
    mappers: [gotMapper()],
    send: (url) => got(url, { headers, retry: { limit: 0 } }),
    sendBriefly: (url) => got(url, { headers, retry: { limit: 0 }, timeout: { request: 50 } }),
  },
  ky: {
    mappers: [kyMapper(), fetchMapper()],
    send: (url) => ky(url, { headers, retry: 0 }),
    sendBriefly: (url) => ky(url, { headers, retry: 0, timeout: 50 }),
  },
  superagent: {
    mappers: [superagentMapper()],
    send: async (url) => superagent.get(url).set(headers),
    sendBriefly: async (url) => superagent.get(url).set(headers).timeout(50),
  },
  "node-fetch": {
    mappers: [nodeFetchMapper()],
    // It does not tell a timeout from another abort.
    slow: 503,
    sendBriefly: (url) => nodeFetch(url, { headers, signal: signal() }),
  },
  "the global fetch": {
    mappers: [fetchMapper()],
    sendBriefly: (url) => fetch(url, { headers, signal: signal() }),
  },
  undici: {
    mappers: [fetchMapper()],
    send: (url) => undici.request(url, { headers, dispatcher: throwing }),
    sendBriefly: (url) => undici.request(url, { headers, headersTimeout: 50, dispatcher: brief }),
  },
};
const throwing = new undici.Agent().compose(undici.interceptors.responseError());
const brief = new undici.Agent({ headersTimeout: 50 });

/** Each client with its own mapper, and with all, of which none may take the errors of another. */
const cases = Object.entries(clients).flatMap(([name, client]) => [
  [name, client] as const,
  [`${name} with recommended()`, { ...client, mappers: recommended() }] as const,
]);

describe.each(cases.filter(([, { send }]) => send))(
  "a response that %s throws",
  (_name, { mappers, send = () => Promise.resolve() }) => {
    const run = (path: number) =>
      answer([...mappers, statusProperty({ expose: true })], () => send(`${base}${path}`));

    it.each([
      [400, 502],
      [401, 502],
      [403, 502],
      [404, 502],
      [408, 504],
      [429, 503],
      [500, 502],
      [503, 503],
      [504, 504],
      [529, 503],
    ])("with the status %i is a %i of ours", async (theirs, ours) => {
      const { status, headers: sent, record } = await run(theirs);

      expect(status).toBe(ours);
      expect(sent).not.toHaveProperty("www-authenticate");
      expect(record.context).toEqual({ upstreamStatus: theirs });
    });

    it("keeps its Retry-After, at most 300 seconds", async () => {
      expect((await run(503)).headers["retry-after"]).toBe("7");
      expect((await run(429)).headers["retry-after"]).toBe("300");
    });
  },
);

describe.each(cases)("%s", (_name, { mappers, send, sendBriefly, slow = 504 }) => {
  const all = [...mappers, statusProperty({ expose: true })];
  const run = (url: () => string, client = send ?? sendBriefly) => answer(all, () => client(url()));

  it("responds with 503 when the upstream refuses the connection, or has no address", async () => {
    expect((await run(() => closed)).status).toBe(503);
    expect((await run(() => `http://${secret}.invalid/`)).status).toBe(503);
  });

  it("responds with 502 when the upstream hangs up, or does not speak HTTP", async () => {
    expect((await run(() => `${base}resets`)).status).toBe(502);
    expect((await run(() => garbage)).status).toBe(502);
  });

  it("responds with 504 when the upstream does not respond in time", async () => {
    expect((await run(() => `${base}hangs`, sendBriefly)).status).toBe(slow);
  });
});

describe("axios()", () => {
  it("keeps a 500 for a request that is wrong", async () => {
    const { status } = await answer([axiosMapper()], () =>
      axios.post(`${base}500`, secret.repeat(9), { maxBodyLength: 1, maxRedirects: 1 }),
    );

    expect(status).toBe(500);
  });

  it("responds with 502 to too many redirects", async () => {
    expect((await answer([axiosMapper()], () => axios.get(`${base}redirects`))).status).toBe(502);
  });
});

it("finds an error of axios as the cause of another error", async () => {
  const { status } = await answer([axiosMapper(), statusProperty()], async () => {
    const cause: unknown = await axios.get(`${base}404`).catch((error: unknown) => error);
    throw Object.assign(new Error(secret, { cause }), { status: 404 });
  });

  expect(status).toBe(502);
});

describe("nodeSystem()", () => {
  it("responds with 503 or 502 to the errors of node:http", async () => {
    const send = (url: string) =>
      new Promise((_resolve, reject) => {
        get(url, { headers }).once("error", reject);
      });

    const answers = await Promise.all(
      [closed, `http://${secret}.invalid/`, `${base}resets`, garbage].map((url) =>
        answer([nodeSystem()], () => send(url)),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([503, 503, 502, 502]);
  });

  it("keeps a 500 for a port that is in use, and for a file that is missing", async () => {
    const { readFile } = await import("node:fs/promises");
    const listen = () =>
      new Promise((_resolve, reject) => {
        const port = Number(new URL(base).port);
        createServer().once("error", reject).listen(port, "127.0.0.1");
      });

    expect((await answer([nodeSystem()], listen)).status).toBe(500);
    expect((await answer([nodeSystem()], () => readFile(`/tmp/${secret}`))).status).toBe(500);
  });

  it("responds with 503 to an abort of the server, and 504 to a timeout", async () => {
    const { setTimeout: wait } = await import("node:timers/promises");
    const abort = () => wait(5000, undefined, { signal: AbortSignal.abort() });
    const timeout = () =>
      wait(5000, undefined, { signal: AbortSignal.any([AbortSignal.timeout(20)]) });

    expect((await answer([nodeSystem()], abort)).status).toBe(503);
    expect((await answer([nodeSystem()], timeout)).status).toBe(504);
  });
});
