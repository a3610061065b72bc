import { EventEmitter } from "node:events";
import { createReadStream, readFileSync } from "node:fs";
import { PassThrough, pipeline, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createGunzip, createGzip } from "node:zlib";
import compression from "compression";
import type { RequestHandler, Response } from "express";
import {
  asyncHandler,
  callbackHandler,
  guardEmitter,
  pipeResponse,
  type PipeSource,
  requestContext,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

const later = (milliseconds: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const own = readFileSync(import.meta.filename, "utf8");

const big = fileURLToPath(new URL("../../package-lock.json", import.meta.url));

describe.each(expresses)("on %s", (_name, express) => {
  it.each([
    ["a file", () => createReadStream(import.meta.filename)],
    ["an async iterable", () => chunks(own)],
    ["an array of texts", () => own.match(/[^]{1,100}/g) ?? []],
    ["a web stream", () => new Blob([own]).stream()],
  ])("streams %s", async (_what, source) => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) =>
          pipeResponse(source() as Iterable<string>, res.type("text/plain"), next),
        ),
      { express },
    );

    expect((await app.api.get("/")).text).toBe(own);
    expect(app.records).toEqual([]);
  });

  // fault: stream-fails
  it("sends a problem when a source fails before its first byte", async () => {
    await using app = await serve(
      (app) => {
        app.get("/missing", (_req, res, next) =>
          pipeResponse(createReadStream("/no/such/file"), res.type("csv"), next),
        );
        app.get("/destroyed", (_req, res, next) =>
          pipeResponse(new PassThrough().destroy(), res, next),
        );
        app.get("/values", (_req, res, next) => pipeResponse([{ a: 1 }], res, next));
      },
      { express },
    );

    for (const path of ["/missing", "/destroyed", "/values"]) {
      const response = await app.api.get(path);

      expect(problem(response).status).toBe(500);
      expect(response.text).not.toContain("no/such");
    }
    expect(app.records).toHaveLength(3);
  });

  // fault: stream-fails
  it.each([
    ["the first", () => [createReadStream("/no/such/file"), createGzip()] as const, 500],
    ["the last", () => [Readable.from(["no gzip"]), createGunzip()] as const, 500],
    ["none", () => [createReadStream(import.meta.filename), createGzip()] as const, 200],
  ])(
    "sends several streams that pipeline() connects, of which %s fails",
    async (_which, streams, status) => {
      const opened: Readable[] = [];
      await using app = await serve(
        (app) =>
          app.get("/", (_req, res, next) => {
            const [first, last] = streams();
            opened.push(first);
            pipeResponse(
              pipeline(first, last, () => {}),
              res.type("gzip"),
              next,
            );
          }),
        { express },
      );

      const response = await app.api.get("/");

      expect(response.status).toBe(status);
      expect(app.records).toHaveLength(status === 500 ? 1 : 0);
      await expect.poll(() => opened.map(({ destroyed }) => destroyed)).toEqual([true]);
    },
  );

  // fault: stream-fails
  it("breaks the response off when the source fails later, and survives its further errors", async () => {
    let hasFailedAgain = false;
    await using app = await serve(
      (app) => {
        app.get("/", (_req, res, next) => {
          const source = new PassThrough();
          pipeResponse(source, res, next);
          source.write("half");
          setTimeout(() => {
            source.destroy(new Error("the disk is gone"));
            setTimeout(() => {
              source.emit("error", new Error("again"));
              hasFailedAgain = true;
            }, 10);
          }, 30);
        });
        app.get("/ok", (_req, res) => void res.json("ok"));
      },
      { express },
    );

    await expect(app.api.get("/")).rejects.toThrow("aborted");
    await expect.poll(() => hasFailedAgain).toBe(true);

    expect((await app.api.get("/ok")).body).toBe("ok");
    expect(app.records).toMatchObject([
      { outcome: "truncated", error: { message: "the disk is gone" } },
    ]);
  });

  // fault: stream-fails
  it.each<[string, (res: Response) => PipeSource]>([
    ["rows of a database", () => Readable.from([{ id: 1 }])],
    ["rows, later", () => Readable.from(rowsLater())],
    ["a symbol", () => Readable.from([Symbol("x")])],
    [
      "a status that no response has",
      (res) => {
        res.statusCode = 1000;
        return ["a"];
      },
    ],
    [
      "nothing, with a status that no response has",
      (res) => {
        res.statusCode = 1000;
        return [];
      },
    ],
    [
      "a status message that no head can have",
      (res) => {
        res.statusMessage = "caf\u00e9 \u2713";
        return Readable.from(["a"]);
      },
    ],
    [
      "a hook of another middleware that throws",
      (res) => {
        let calls = 0;
        const { writeHead } = res;
        res.writeHead = function failOnce(this: Response, ...args: Parameters<typeof writeHead>) {
          calls += 1;
          if (calls === 1) throw new Error("the hook");
          return writeHead.apply(this, args);
        } as typeof writeHead;
        return ["a", "b"];
      },
    ],
  ])("responds with a problem where the response refuses %s", async (_what, toSource) => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          pipeResponse(toSource(res), res, next);
        }),
      { express },
    );

    expect(problem(await app.api.get("/")).status).toBe(500);
    expect(app.records).toMatchObject([{ status: 500, outcome: "sent" }]);
    expect(app.records[0]).not.toHaveProperty("alsoFailed");
  });

  // fault: stream-fails
  it("breaks the response off where it refuses a later piece", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) =>
          pipeResponse(Readable.from(["a row", { id: 1 }]), res, next),
        ),
      { express },
    );

    await expect(app.api.get("/")).rejects.toThrow(/aborted|socket hang up/);
    expect(app.records).toMatchObject([{ status: 500, outcome: "truncated" }]);
  });

  it("streams through compression as much as the client reads", async () => {
    await using app = await serve(
      (app) => {
        app.use(compression());
        app.get("/", (_req, res, next) =>
          pipeResponse(createReadStream(big, { highWaterMark: 1000 }), res.type("text"), next),
        );
      },
      { express },
    );

    expect((await app.api.get("/")).text).toBe(readFileSync(big, "utf8"));
  });

  // fault: late-response
  it.each([
    ["wrapped", (handler: RequestHandler) => asyncHandler(handler)],
    ["bare", (handler: RequestHandler) => handler],
  ])("reports a stream that a %s handler sends after the deadline", async (_what, wrap) => {
    await using app = await serve(
      (app) => {
        app.use(requestContext({ timeout: 30 }));
        app.get(
          "/",
          wrap((_req, res, next) => {
            res.once("finish", () => pipeResponse(Readable.from(["late"]), res, next));
          }),
        );
      },
      { express },
    );

    expect(problem(await app.api.get("/")).status).toBe(503);
    await expect
      .poll(() => app.records)
      .toMatchObject([
        { status: 503, outcome: "sent" },
        { outcome: "late", error: { message: "A second response was piped; the first stands" } },
      ]);
  });

  it("keeps the connection after a streamed response and after HEAD", async () => {
    await using app = await serve(
      (app) => app.get("/", (_req, res, next) => pipeResponse(chunks("abc"), res, next)),
      { express },
    );

    const { statuses, reset } = await exchange(
      app.port,
      request("GET /"),
      request("HEAD /"),
      request("GET /", { Connection: "close" }),
    );

    expect(statuses).toEqual([200, 200, 200]);
    expect(reset).toBe(false);
  });
});

it.each([
  [() => callbackHandler(undefined as never), "callbackHandler: next must be a function"],
  [() => callbackHandler(() => {}, 1 as never), "callbackHandler: onSuccess must be a function"],
  [() => guardEmitter({} as never, () => {}), 'the emitter\'s "on" must be a function'],
  [() => guardEmitter(new EventEmitter(), null as never), "guardEmitter: next must be a function"],
  [() => pipeResponse(1 as never, {} as never, () => {}), "source must be a stream"],
  [() => pipeResponse([], {} as never, null as never), "pipeResponse: next must be a function"],
])("refuses misuse at once: %s", (misuse, message) => {
  expect(misuse).toThrow(message);
});

async function* rowsLater(): AsyncGenerator<object> {
  await later(1);
  yield { id: 1 };
}

async function* chunks(text: string): AsyncGenerator<string> {
  yield text.slice(0, 1);
  await later(1);
  yield text.slice(1);
}
