import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Anthropic from "@anthropic-ai/sdk";
import { openai, recommended, statusProperty } from "express-backstop/mappers";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../support/ports.ts";
import { answer, secret } from "./support/answer.ts";

/** A service whose path has the status of its response and the code in its body; `hangs` never responds. */
const service = createServer((req, res) => {
  const [, status = "", code = ""] = /^\/(\d{3})\/(\w*)/.exec(req.url ?? "") ?? [];
  if (status === "") return;
  res.writeHead(Number(status), { "content-type": "application/json", "retry-after": "7" });
  res.end(JSON.stringify({ error: { message: secret, type: "error", code } }));
});
let base = "";

beforeAll(async () => {
  service.listen(0, "127.0.0.1");
  await once(service, "listening");
  base = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});

afterAll(() => {
  service.closeAllConnections();
  service.close();
});

interface CallOptions {
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

const sdks: readonly (readonly [
  string,
  (baseURL: string, options?: CallOptions) => Promise<unknown>,
])[] = [
  [
    "openai",
    (baseURL, options) =>
      new OpenAI({ apiKey: secret, baseURL, maxRetries: 0 }).chat.completions.create(
        { model: "m", messages: [{ role: "user", content: secret }] },
        options,
      ),
  ],
  [
    "@anthropic-ai/sdk",
    (baseURL, options) =>
      new Anthropic({ apiKey: secret, baseURL, maxRetries: 0 }).messages.create(
        { model: "m", max_tokens: 1, messages: [{ role: "user", content: secret }] },
        options,
      ),
  ],
];

describe.each(sdks)("%s", (_name, create) => {
  describe.each([
    ["openai()", [openai(), statusProperty({ expose: true })]],
    ["recommended()", [...recommended(), statusProperty({ expose: true })]],
  ])("through %s", (_mapper, mappers) => {
    it.each([
      [400, 502, undefined],
      [401, 502, undefined],
      [403, 502, undefined],
      [404, 502, undefined],
      [408, 504, undefined],
      [409, 502, undefined],
      [422, 502, undefined],
      [429, 503, "7"],
      [500, 502, undefined],
      [503, 503, "7"],
      [529, 503, "7"],
    ])("responds to a %i of the service with %i", async (theirs, ours, retryAfter) => {
      const { status, headers, record } = await answer(mappers, () => create(`${base}/${theirs}/`));

      expect(status).toBe(ours);
      expect(headers["retry-after"]).toBe(retryAfter);
      expect(record.context).toEqual({ upstreamStatus: theirs });
    });

    it("responds with 504 when the service does not respond in time", async () => {
      const { status } = await answer(mappers, () => create(`${base}/hangs`, { timeout: 50 }));

      expect(status).toBe(504);
    });

    it("responds with 503 when nothing listens, or the call was aborted", async () => {
      const port = await freePort();
      const refused = await answer(mappers, () => create(`http://127.0.0.1:${port}`));
      const aborted = await answer(mappers, () =>
        create(`${base}/hangs`, { signal: AbortSignal.abort() }),
      );

      expect([refused.status, aborted.status]).toEqual([503, 503]);
      expect(refused.headers["retry-after"]).toBe("5");
    });
  });
});

it("asks for minutes of patience when the quota of openai is used up", async () => {
  const create = sdks[0]?.[1];

  const { status, headers } = await answer([openai()], () =>
    create?.(`${base}/429/insufficient_quota`),
  );

  expect(status).toBe(503);
  expect(headers["retry-after"]).toBe("300");
});

it("keeps a 500 when the server has no key for openai", async () => {
  const { status } = await answer(recommended(), () => new OpenAI({ apiKey: "" }).models.list());

  expect(status).toBe(500);
});
