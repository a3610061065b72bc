import { once } from "node:events";
import { createServer, get } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import axios from "axios";
import { asyncHandler } from "express-backstop";
import { recommended } from "express-backstop/mappers";
import { got } from "got";
import ky from "ky";
import nodeFetch from "node-fetch";
import * as undici from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { answer } from "./support/answer.ts";

/** An upstream that never responds. */
const upstream = createServer(() => {});
let url = "";

beforeAll(async () => {
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
  url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`;
});

afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

type Wait = (signal: AbortSignal) => Promise<unknown>;

const waits: Readonly<Record<string, Wait>> = {
  "the global fetch": (signal) => fetch(url, { signal }),
  undici: (signal) => undici.request(url, { signal }),
  axios: (signal) => axios.get(url, { signal }),
  got: (signal) => got(url, { signal, retry: { limit: 0 } }),
  ky: (signal) => ky(url, { signal, retry: 0 }),
  "node-fetch": (signal) => nodeFetch(url, { signal }),
  "node:timers": (signal) => wait(60_000, undefined, { signal }),
  "node:events": (signal) => once(upstream, "never", { signal }),
};

/** Clients that do not pass on the reason of a signal, so that a timeout looks like any other abort. */
const withoutReason = new Set(["axios", "node-fetch"]);

describe.each(Object.entries(waits))("an abort of %s", (name, waitFor) => {
  it("by the server itself is a 503", async () => {
    const { status, headers } = await answer(recommended(), () => waitFor(AbortSignal.abort()));

    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("5");
  });

  it.each<[string, () => AbortSignal]>([
    ["AbortSignal.timeout()", () => AbortSignal.timeout(20)],
    [
      "AbortSignal.any()",
      () => AbortSignal.any([AbortSignal.timeout(20), new AbortController().signal]),
    ],
  ])("by a timeout of %s is a 504, as far as the library tells", async (_what, signal) => {
    const { status } = await answer(recommended(), () => waitFor(signal()));

    expect(status).toBe(withoutReason.has(name) ? 503 : 504);
  });

  // fault: aborted-upstream-call
  it.each(expresses)(
    "after the client has left is nobody's failure, on %s",
    async (_on, express) => {
      await using app = await serve(
        (target) =>
          target.get(
            "/",
            asyncHandler(async (_req, res) => {
              const controller = new AbortController();
              res.once("close", () => controller.abort());
              await waitFor(controller.signal);
            }),
          ),
        { express, mappers: recommended() },
      );

      const leaving = get(`http://127.0.0.1:${app.port}/`).on("error", () => {});
      setTimeout(() => leaving.destroy(), 50);

      await expect.poll(() => app.records).toMatchObject([{ status: 499, level: "debug" }]);
    },
  );
});

describe.each(expresses)("a stream that ends too early, on %s", (_name, express) => {
  it("is a 502", async () => {
    const short = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhunter2"));
    }).listen(0, "127.0.0.1");
    await once(short, "listening");
    const { port } = short.address() as AddressInfo;

    const { status } = await answer(
      recommended(),
      async () => {
        const { body } = await fetch(`http://127.0.0.1:${port}/`);
        // The types of the body of Node and of the DOM differ; pipeline() takes both.
        await pipeline(body as unknown as AsyncIterable<Uint8Array>, new PassThrough().resume());
      },
      undefined,
      express,
    );
    short.close();

    expect(status).toBe(502);
  });
});
