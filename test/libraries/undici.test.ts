import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fetch as fetchMapper, recommended, statusProperty } from "express-backstop/mappers";
import * as undici from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, secret } from "./support/answer.ts";

/** An upstream that begins a response, and goes on as its path says. */
const upstream = createServer((req, res) => {
  const path = (req.url ?? "").slice(1);
  if (path === "silent") return;
  if (path === "many-headers") res.setHeader("x-long", secret.repeat(4000));
  if (path === "short") res.setHeader("content-length", 99);
  res.write(secret);
  if (path === "short" || path === "cut") setTimeout(() => res.destroy(), 20);
  if (path === "many-headers" || path === "large") res.end(secret.repeat(100));
});
let base = "";

beforeAll(async () => {
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
  base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`;
});

afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

type Send = (url: string) => Promise<unknown>;

const read =
  (options: undici.Agent.Options = {}): Send =>
  async (url) => {
    const agent = new undici.Agent(options);
    try {
      const { body } = await undici.request(url, { dispatcher: agent });
      return await body.text();
    } finally {
      await agent.destroy();
    }
  };

const cases: readonly (readonly [code: string, path: string, send: Send, status: number])[] = [
  ["UND_ERR_HEADERS_TIMEOUT", "silent", read({ headersTimeout: 20 }), 504],
  ["UND_ERR_BODY_TIMEOUT", "stalls", read({ bodyTimeout: 20 }), 504],
  ["UND_ERR_HEADERS_OVERFLOW", "many-headers", read({ maxHeaderSize: 1000 }), 502],
  ["UND_ERR_RES_EXCEEDED_MAX_SIZE", "large", read({ maxResponseSize: 20 }), 502],
  ["UND_ERR_SOCKET", "cut", read(), 502],
  [
    "UND_ERR_ABORTED",
    "silent",
    (url) => {
      // undici has its own error only where the signal is not a real one.
      const signal = Object.assign(new EventTarget(), { aborted: true, reason: undefined });
      return undici.request(url, { signal: signal as AbortSignal });
    },
    503,
  ],
  [
    "UND_ERR_INVALID_ARG",
    "large",
    (url) => undici.request(url, { method: `${secret} /` as "GET" }),
    500,
  ],
  [
    "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
    "large",
    (url) =>
      undici.request(url, { method: "POST", headers: { "content-length": "1" }, body: secret }),
    500,
  ],
  [
    "UND_ERR_CLOSED",
    "large",
    async (url) => {
      const client = new undici.Client(new URL(url).origin);
      const before = client.request({ path: "/large", method: "GET" });
      const closed = client.close();
      try {
        await client.request({ path: "/large", method: "GET" });
      } finally {
        await (await before).body.dump();
        await closed;
      }
    },
    500,
  ],
  [
    "UND_ERR_DESTROYED",
    "large",
    async (url) => {
      const client = new undici.Client(new URL(url).origin);
      await client.destroy();
      await client.request({ path: "/large", method: "GET" });
    },
    500,
  ],
];

describe.each([
  ["fetch()", [fetchMapper(), statusProperty()]],
  ["recommended()", [...recommended(), statusProperty()]],
])("an error of undici through %s", (_name, mappers) => {
  it.each(cases)("with the code %s, after /%s", async (code, path, send, expected) => {
    const { status, record } = await answer(mappers, () => send(base + path));

    expect(codesOf(record)).toContain(code);
    expect(status).toBe(expected);
  });

  it("with a connection that is not made in time is a 504", async () => {
    // No address that never responds can be relied on, so the connector of the app gives the error of undici.
    const connect: undici.buildConnector.connector = (_options, done) => {
      done(new undici.errors.ConnectTimeoutError(secret), null);
    };
    const agent = new undici.Agent({ connect });

    const { status } = await answer(mappers, () => undici.request(base, { dispatcher: agent }));
    await agent.close();

    expect(status).toBe(504);
  });
});

/** Returns the codes of an error and its causes. */
function codesOf({ error }: Awaited<ReturnType<typeof answer>>["record"]): readonly unknown[] {
  return [error, ...(error.causes ?? [])].map((each) => each.code);
}
