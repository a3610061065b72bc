import { createReadStream, type ReadStream } from "node:fs";
import { setTimeout as later } from "node:timers/promises";
import compression from "compression";
import {
  asyncHandler,
  ConflictError,
  NotFoundError,
  requestContext,
  validate,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

describe.each(expresses)("on %s", (_name, express) => {
  // fault: next-twice
  it("uses the first call of next and reports the second, with the places of both", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(function publishArticle(_req, _res, next) {
            next(new ConflictError("First."));
            next(new Error("Second."));
          }),
        ),
      { express },
    );

    expect(problem(await app.api.get("/")).detail).toBe("First.");

    expect(app.records).toHaveLength(2);
    expect(app.records[1]).toMatchObject({
      outcome: "late",
      route: "/",
      error: {
        message: "next was called a second time by publishArticle; the first call counts",
        causes: [{ message: "Second." }, { message: "It was called here first" }],
      },
    });
    const stacks = [app.records[1]?.error, ...(app.records[1]?.error.causes ?? [])].map(
      (error) => error?.stack,
    );
    for (const stack of stacks) expect(stack).toContain("publishArticle");
  });

  it("ignores the response of a bare handler after next(error), even if the error was seen in another request", async () => {
    const error = new ConflictError("Always the same.");
    await using app = await serve(
      (app) => {
        app.get(
          "/wrapped",
          asyncHandler(() => {
            throw error;
          }),
        );
        app.get("/bare", (_req, res, next) => {
          next(error);
          res.json("second");
        });
      },
      { express },
    );

    expect(problem(await app.api.get("/wrapped")).detail).toBe("Always the same.");
    expect(problem(await app.api.get("/bare")).detail).toBe("Always the same.");

    expect(app.records.map(({ error: { message } }) => message)).toEqual([
      "Always the same.",
      "Always the same.",
      "A second response was sent; the first stands",
    ]);
  });

  // fault: next-twice
  it("runs the next handler once when next is called twice", async () => {
    let runs = 0;
    await using app = await serve(
      (app) => {
        app.use(
          asyncHandler(async (_req, _res, next) => {
            next();
            next();
          }),
        );
        app.get("/", (_req, res) => {
          runs += 1;
          setTimeout(() => res.json("ok"), 20);
        });
      },
      { express },
    );

    expect((await app.api.get("/")).body).toBe("ok");

    expect(runs).toBe(1);
    expect(app.records).toMatchObject([{ outcome: "late", error: { name: "AggregateError" } }]);
  });

  // fault: fails-after-next
  it("leaves the response to the next handler when a handler fails after next()", async () => {
    await using app = await serve(
      (app) => {
        app.use(
          asyncHandler(async (_req, _res, next) => {
            next();
            throw new Error("the audit failed");
          }),
        );
        app.get("/", (_req, res, next) => {
          setTimeout(next, 20);
        });
        app.get("/", (_req, res) => void res.json("ok"));
      },
      { express },
    );

    expect((await app.api.get("/")).body).toBe("ok");
    expect(app.records).toMatchObject([
      { outcome: "late", error: { message: "the audit failed" } },
    ]);
  });

  it("responds to the failure of a handler after a middleware that failed following next()", async () => {
    await using app = await serve(
      (app) => {
        app.use(
          asyncHandler(async (_req, _res, next) => {
            next();
            throw new Error("the audit failed");
          }),
        );
        app.get(
          "/",
          asyncHandler(async () => {
            await later(20);
            throw new ConflictError("Taken.");
          }),
        );
      },
      { express },
    );

    expect(problem(await app.api.get("/")).detail).toBe("Taken.");
    expect(app.records).toMatchObject([{ outcome: "late" }, { outcome: "sent", status: 409 }]);
  });

  // fault: two-responses
  it("reports a second response of the handler with the places of both, and sends the first", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            (function sendFirst() {
              res.json("first");
            })();
            (function sendSecond() {
              res.status(500).json("second");
            })();
          }),
        );
      },
      { express },
    );

    const { statuses } = await exchange(
      app.port,
      request("GET /"),
      request("GET /", { Connection: "close" }),
    );

    expect(statuses).toEqual([200, 200]);
    const late = {
      outcome: "late",
      error: { code: "ERR_HTTP_HEADERS_SENT", stack: expect.stringContaining("sendSecond") },
      firstResponse: { stack: expect.stringContaining("sendFirst") },
    };
    expect(app.records).toMatchObject([late, late]);
  });

  // fault: two-responses
  it("tells the place of the first response behind a middleware that compresses", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.use(compression({ threshold: 0 }));
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            (function sendFirst() {
              res.json("first");
            })();
            await later(50);
            res.status(500).json("second");
          }),
        );
      },
      { express },
    );

    expect((await app.api.get("/")).body).toBe("first");

    await expect.poll(() => app.records).toHaveLength(1);
    expect(app.records).toMatchObject([
      { outcome: "late", firstResponse: { stack: expect.stringContaining("sendFirst") } },
    ]);
  });

  // fault: two-responses
  it("tells the place of the first response when a check has held it", async () => {
    const slow = z.string().refine(async () => {
      await later(20);
      return true;
    });
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get(
          "/",
          validate({ response: { 200: slow } }),
          asyncHandler(async (_req, res) => {
            (function sendFirst() {
              res.json("first");
            })();
            await later(100);
            (function sendSecond() {
              res.status(500).json("second");
            })();
          }),
        );
      },
      { express },
    );

    expect((await app.api.get("/")).body).toBe("first");

    await expect.poll(() => app.records).toHaveLength(1);
    expect(app.records).toMatchObject([
      {
        outcome: "late",
        error: { code: "ERR_HTTP_HEADERS_SENT", stack: expect.stringContaining("sendSecond") },
        firstResponse: { stack: expect.stringContaining("sendFirst") },
      },
    ]);
  });

  // fault: one-error-two-ways
  it("reports a failure once that comes by next and by a throw", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async (_req, _res, next) => {
            const error = new NotFoundError();
            next(error);
            throw error;
          }),
        ),
      { express },
    );

    await app.api.get("/");

    expect(app.records).toHaveLength(1);
  });

  // fault: two-responses
  it.each([
    ["json", "/json"],
    ["a redirect", "/redirect"],
    ["a stream", "/stream"],
    ["raw writes", "/raw"],
  ])("ignores %s that a bare callback sends after it called next(error)", async (_what, path) => {
    const sources: ReadStream[] = [];
    await using app = await serve(
      (app) => {
        const failFirst = (answer: (res: import("express").Response) => unknown) => {
          // Bare, as people write it: the return after next(error) is missing, and nobody catches here.
          return (_req: unknown, res: import("express").Response, next: (e: unknown) => void) => {
            setImmediate(() => {
              next(new ConflictError("Taken."));
              answer(res);
            });
          };
        };
        app.get(
          "/json",
          failFirst((res) => res.status(201).json("saved")),
        );
        app.get(
          "/redirect",
          failFirst((res) => res.redirect("/elsewhere")),
        );
        app.get(
          "/stream",
          failFirst((res) => {
            const source = createReadStream(import.meta.filename);
            sources.push(source);
            source.pipe(res);
          }),
        );
        app.get(
          "/raw",
          failFirst((res) => {
            res.writeHead(200, { "Content-Length": "4" });
            res.write("done");
            res.end();
          }),
        );
      },
      { express },
    );

    const { statuses, text } = await exchange(
      app.port,
      request(`GET ${path}`),
      request(`GET ${path}`, { Connection: "close" }),
    );

    // A source has written to the response by the time that it is unpiped; pipe() leaves it open.
    await expect.poll(() => sources.every(({ readableFlowing }) => !readableFlowing)).toBe(true);
    for (const source of sources) source.destroy();
    expect(statuses).toEqual([409, 409]);
    expect(text).not.toContain("saved");
    expect(app.records.filter(({ outcome }) => outcome === "sent")).toHaveLength(2);
  });

  it("reports at most 20 failures of a request", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler((_req, _res, next) => {
            for (let count = 0; count < 100; count += 1) next(new Error(`failure ${count}`));
          }),
        ),
      { express },
    );

    await app.api.get("/");

    expect(app.records).toHaveLength(20);
  });

  it("reports a failure whose context cannot be read", async () => {
    class UnreadableError extends ConflictError {
      // @ts-expect-error - a getter in place of the property, as plain JavaScript may have it
      override get context(): never {
        throw new Error("unreadable");
      }
    }
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(() => {
            throw Object.create(UnreadableError.prototype, {
              status: { value: 409 },
              code: { value: "conflict" },
              title: { value: "Conflict" },
            });
          }),
        ),
      { express },
    );

    expect(problem(await app.api.get("/")).status).toBe(409);
    expect(app.records).toMatchObject([{ status: 409, outcome: "sent" }]);
  });

  it("calls the callbacks of writes that it ignores, because streams wait for them", async () => {
    const calledBack: string[] = [];
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          setImmediate(() => {
            next(new ConflictError("Taken."));
            res.write("late", () => calledBack.push("write"));
            res.end("late", () => calledBack.push("end"));
          });
        }),
      { express },
    );

    await app.api.get("/");

    await expect.poll(() => calledBack).toEqual(["write", "end"]);
  });

  // fault: write-after-end
  it("survives a write after the end", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", (_req, res) => {
          res.end("whole");
          res.write("too late");
        });
      },
      { express },
    );

    expect((await app.api.get("/")).text).toBe("whole");

    await expect
      .poll(() => app.records)
      .toMatchObject([{ outcome: "late", error: { code: "ERR_STREAM_WRITE_AFTER_END" } }]);
  });
});
