import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { currentRequest, pipeResponse, requestContext } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import { trackConnections } from "../../src/process/connection-tracker.ts";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

// Node emits no "close" for a response that waits behind another one when the client leaves.
const pipelined = (port: number, paths: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {}).on("close", () => resolve());
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(""));
    setTimeout(() => socket.destroy(), 50);
  });

describe.each(expresses)("a client that leaves its pipelined requests, on %s", (_name, express) => {
  it("ends each source, aborts each signal, and has no record at the deadline", async () => {
    const sources: Readable[] = [];
    const signals: AbortSignal[] = [];
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    await using app = await serve(
      (target) => {
        target.use(requestContext({ timeout: 1000 }));
        target.get("/stuck", () => {
          const request = currentRequest();
          if (request) signals.push(request.signal);
        });
        target.get("/file", (_req, res, next) => {
          const source = createReadStream(new URL(import.meta.url));
          sources.push(source);
          pipeResponse(source, res, next);
        });
      },
      { express },
    );

    await pipelined(app.port, ["/stuck", ...Array.from({ length: 15 }, () => "/file"), "/stuck"]);

    await expect.poll(() => sources.filter(({ destroyed }) => !destroyed)).toEqual([]);
    expect(sources).toHaveLength(15);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    await sleep(1100);
    expect(app.records).toEqual([]);
    expect(warned).not.toHaveBeenCalled();
  });
});

it("is forgotten by the tracker of connections, so that its requests are collected", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const requests: WeakRef<IncomingMessage>[] = [];
  const server = createServer((req) => void requests.push(new WeakRef(req)));
  trackConnections(server, { typeBase: "/problems/", serialize: undefined }, () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });

  await pipelined(
    (server.address() as AddressInfo).port,
    Array.from({ length: 50 }, () => "/"),
  );

  expect(requests).toHaveLength(50);
  await expect
    .poll(() => {
      collect();
      return requests.filter((request) => request.deref()).length;
    })
    .toBeLessThan(5);
  server.close();
});
