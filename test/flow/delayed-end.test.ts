import { setTimeout as sleep } from "node:timers/promises";
import compression from "compression";
import type { RequestHandler } from "express";
import { asyncHandler, NotFoundError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const large = { text: "a fine article ".repeat(10_000) };

/** Delays the end of a response as one that stores a session does: all but the last byte first, the rest later. */
const delaysEnd: RequestHandler = (_req, res, next) => {
  const end = res.end.bind(res) as (...args: unknown[]) => typeof res;
  res.end = ((chunk?: unknown) => {
    const bytes = Buffer.from((chunk as string | Uint8Array | undefined) ?? "");
    if (bytes.length > 0) {
      res.setHeader("Content-Length", bytes.length);
      res.write(bytes.subarray(0, -1));
    }
    setTimeout(() => end(bytes.subarray(-1)), 20);
    return res;
  }) as typeof res.end;
  next();
};

const middlewares: readonly [string, RequestHandler][] = [
  ["compression", compression({ threshold: 0 })],
  ["a middleware that delays the end", delaysEnd],
];

describe.each(expresses)("on %s", (name, express) => {
  describe.each(middlewares)("behind %s", (_middleware, middleware) => {
    const wrapped = (handler: RequestHandler): RequestHandler => asyncHandler(handler as never);
    // Express 4 does not see the rejection of a handler that is not wrapped.
    const wrappers: readonly [string, (handler: RequestHandler) => RequestHandler][] =
      name === "Express 4"
        ? [["a wrapped handler", wrapped]]
        : [
            ["a wrapped handler", wrapped],
            ["a bare handler", (handler) => handler],
          ];

    it("knows that the client has left while the end of a response is not known", async () => {
      const client = new AbortController();
      await using app = await serve(
        (target) => {
          target.use(middleware);
          target.get("/", (_req, res, next) => {
            res.type("text").write("half".repeat(10_000));
            setTimeout(() => client.abort(), 30);
            next(new NotFoundError());
          });
        },
        { express },
      );

      await fetch(`http://127.0.0.1:${app.port}/`, client)
        .then(async (response) => response.text())
        .catch(() => {});

      await expect
        .poll(() => app.records)
        .toMatchObject([{ level: "debug", status: 499, outcome: "client_gone" }]);
    });

    // fault: delayed-end
    it.each(wrappers)("sends the whole response of %s that fails after it", async (_what, wrap) => {
      await using app = await serve(
        (target) => {
          target.use(middleware);
          target.get(
            "/",
            wrap(async (_req, res) => {
              res.json(large);
              await Promise.resolve();
              throw new Error("The audit failed");
            }),
          );
        },
        { express },
      );

      const response = await app.api.get("/").buffer(true);

      expect(response.status).toBe(200);
      expect(response.body).toEqual(large);
      await expect
        .poll(() => app.records)
        .toMatchObject([{ status: 500, outcome: "late", error: { message: "The audit failed" } }]);
    });

    // Nobody can know that a bare handler has ended a response of which nothing was written.
    it("sends the 204 of a wrapped handler that fails after it", async () => {
      await using app = await serve(
        (target) => {
          target.use(middleware);
          target.get(
            "/",
            wrapped(async (_req, res) => {
              res.status(204).end();
              await Promise.resolve();
              throw new Error("The audit failed");
            }),
          );
        },
        { express },
      );

      const response = await app.api.get("/");

      expect(response.status).toBe(204);
      await expect.poll(() => app.records).toHaveLength(1);
    });

    it.each(wrappers)(
      "breaks off a response of %s that fails in the middle",
      async (_what, wrap) => {
        await using app = await serve(
          (target) => {
            target.use(middleware);
            target.get(
              "/",
              wrap(async (_req, res) => {
                res.write("half of it");
                await sleep(10);
                throw new Error("The rest is gone");
              }),
            );
          },
          { express },
        );

        const outcome = await app.api.get("/").then(
          () => "whole",
          () => "broken",
        );

        expect(outcome).toBe("broken");
        await expect.poll(() => app.records).toMatchObject([{ outcome: "truncated" }]);
      },
    );
  });

  it("breaks off a response of a bare handler that goes on writing after its failure", async () => {
    await using app = await serve(
      (target) => {
        target.use(compression({ threshold: 0 }));
        target.get("/", (_req, res, next) => {
          res.write("half of it");
          next(new Error("The rest is gone"));
          setTimeout(() => res.write("more"), 10);
        });
      },
      { express },
    );
    const begun = performance.now();

    await expect(app.api.get("/")).rejects.toThrow("aborted");

    expect(performance.now() - begun).toBeLessThan(900);
    expect(app.records).toMatchObject([{ outcome: "truncated" }]);
  });

  it("resets a response whose body stays compressed though its head failed, instead of sending it unreadable", async () => {
    await using app = await serve(
      (target) => {
        target.use(compression({ threshold: 0 }));
        target.get("/", (_req, res) => {
          res.statusMessage = "caf\u00e9 \u2713";
          res.json(large);
        });
      },
      { express },
    );

    const [outcome] = await Promise.allSettled([app.api.get("/")]);

    expect(outcome.status === "rejected" || outcome.value.body.code === "internal_error").toBe(
      true,
    );
    await expect.poll(() => app.records).toMatchObject([{ status: 500 }]);
  });
});
