import { EventEmitter } from "node:events";
import { createReadStream, readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { setTimeout as later } from "node:timers/promises";
import { callbackHandler, guardEmitter, pipeResponse } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

const own = readFileSync(import.meta.filename, "utf8");

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

async function* chunks(text: string): AsyncGenerator<string> {
  yield text.slice(0, 1);
  await later(1);
  yield text.slice(1);
}
