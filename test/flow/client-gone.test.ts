import { once } from "node:events";
import { createServer, get, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as later } from "node:timers/promises";
import { asyncHandler, ConflictError, pipeResponse } from "express-backstop";
import { describe, expect, it } from "vitest";
import { type Served, serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

/** Sends a request and leaves before the response. */
async function leave(app: Served, path: string): Promise<void> {
  const sent = get({ port: app.port, host: "127.0.0.1", path });
  sent.on("error", () => {});
  await once(app.server, "request");
  sent.destroy();
}

describe.each(expresses)("on %s", (_name, express) => {
  // fault: client-leaves
  it("records the error that a leaving client causes as a debug event", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            const signal = new AbortController();
            res.once("close", () => signal.abort());
            await new Promise((_resolve, reject) => {
              signal.signal.addEventListener("abort", () => reject(signal.signal.reason as Error));
            });
          }),
        ),
      { express },
    );

    await leave(app, "/");

    await expect
      .poll(() => app.records)
      .toMatchObject([
        {
          level: "debug",
          status: 499,
          code: "client_closed_request",
          outcome: "client_gone",
          error: { name: "AbortError" },
        },
      ]);
  });

  // fault: client-leaves
  it("records a client that leaves in the middle of its body as a debug event", async () => {
    await using app = await serve((app) => app.post("/", (_req, res) => void res.json("ok")), {
      express,
    });

    const sent = httpRequest({
      port: app.port,
      host: "127.0.0.1",
      method: "POST",
      headers: { "Content-Type": "application/json", "Content-Length": "100" },
    });
    sent.on("error", () => {});
    sent.write('{"half":');
    await once(app.server, "request");
    sent.destroy();

    await expect
      .poll(() => app.records)
      .toMatchObject([{ level: "debug", status: 499, outcome: "client_gone" }]);
  });

  // fault: bug-after-leaving
  it("records a bug that shows after the client left as an error", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            await once(res, "close");
            throw new TypeError("a bug");
          }),
        ),
      { express },
    );

    await leave(app, "/");

    await expect
      .poll(() => app.records)
      .toMatchObject([{ level: "error", status: 500, outcome: "client_gone" }]);
  });

  // fault: upstream-reset
  it("does not mistake the reset of an upstream for a client that left", async () => {
    const upstream = createServer((req) => void req.socket.resetAndDestroy());
    upstream.listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { port } = upstream.address() as AddressInfo;
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          get({ port, host: "127.0.0.1" }, (answer) => answer.pipe(res)).on("error", next);
        }),
      { express },
    );

    const response = await app.api.get("/");
    upstream.close();

    expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
    expect(app.records).toMatchObject([
      { level: "error", outcome: "sent", error: { code: "ECONNRESET" } },
    ]);
  });

  it("ends the source of a stream whose client left, and records a debug event", async () => {
    let source: Readable | undefined;
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          source = Readable.from(ticks());
          pipeResponse(source, res, next);
        }),
      { express },
    );

    await leave(app, "/");

    await expect.poll(() => source?.destroyed).toBe(true);
    await expect.poll(() => app.records).toMatchObject([{ level: "debug", status: 499 }]);
  });

  it("records an expected error that is thrown after the client left as a debug event", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            await once(res, "close");
            throw new ConflictError("Nobody reads this.");
          }),
        ),
      { express },
    );

    await leave(app, "/");

    await expect
      .poll(() => app.records)
      .toMatchObject([{ level: "debug", status: 499, outcome: "client_gone" }]);
  });
});

async function* ticks(): AsyncGenerator<string> {
  for (;;) {
    yield "tick";
    await later(5);
  }
}
