import { EventEmitter } from "node:events";
import { NotFoundError, requestContext } from "express-backstop";
import { guardCallback, guardClient } from "express-backstop/process";
import { describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

describe.each(expresses)("a guarded callback on %s", (_name, express) => {
  // fault: guarded-callback
  it.each([
    ["throws", 404, () => throwing(new NotFoundError("No such key", { code: "key_missing" }))],
    ["throws undefined", 500, () => throwing(undefined)],
    ["rejects", 500, () => Promise.reject(new Error("secret"))],
    ["returns a thenable that rejects", 500, () => thenable],
  ])("that %s fails its own request", async (_what, status, callback) => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", () => {
          const guarded = guardCallback(callback);
          outsideOfAnyRequest(() => void guarded());
        });
      },
      { express },
    );

    const answer = problem(await app.api.get("/"));

    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(app.records).toMatchObject([{ status, path: "/", outcome: "sent" }]);
  });

  // fault: guarded-callback
  it("that fails after the response is reported, and the connection lives", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", (_req, res) => {
          const guarded = guardCallback(() => throwing(new Error("late")));
          res.json({ fine: true });
          outsideOfAnyRequest(() => void guarded());
        });
      },
      { express },
    );

    const answers = [await app.api.get("/"), await app.api.get("/")];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await expect.poll(() => app.records).toHaveLength(2);
  });

  it("is called with its this and arguments, in the context of the request", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", (_req, res) => {
          const guarded = guardCallback(function (this: unknown, ...args: number[]) {
            const inner = guardCallback(() => throwing(new Error("inner")));
            res.setHeader("X-Seen", JSON.stringify([this, args]));
            outsideOfAnyRequest(() => void inner());
            return "result";
          });
          outsideOfAnyRequest(() => {
            const result = Reflect.apply(guarded, { self: true }, [1, 2]);
            res.setHeader("X-Result", result);
          });
        });
      },
      { express, keepHeaders: ["X-Seen"] },
    );

    const answer = await app.api.get("/");

    expect(answer.status).toBe(500);
    expect(answer.headers["x-seen"]).toBe('[{"self":true},[1,2]]');
    expect(app.records).toMatchObject([{ error: { message: "inner" } }]);
  });
});

describe("guardCallback", () => {
  it("keeps name and arity, and neither throws nor rejects for the library", async () => {
    const seen: unknown[] = [];
    await using app = await serve((app) => {
      app.use(requestContext());
      app.get("/", (_req, res) => {
        const named = guardCallback(function stored(_error: unknown, _value: unknown) {
          throw new Error("first");
        });
        const value = guardCallback(() => Promise.resolve("value"));
        const rejected = guardCallback(() => Promise.reject(new Error("second")));
        seen.push(named.name, named.length, named(null, 1), value(), rejected());
        res.destroy();
      });
    });

    await app.api.get("/").catch(() => {});

    expect(await Promise.all(seen)).toEqual(["stored", 2, undefined, "value", undefined]);
  });

  it("returns the callback itself outside of a request", () => {
    const callback = (): void => {};

    expect(guardCallback(callback)).toBe(callback);
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [{}, "a value of type object"],
  ])("refuses %j", (value, shown) => {
    expect(() => guardCallback(value as never)).toThrow(
      new TypeError(
        `guardCallback: callback must be a function, got ${shown}. Write guardCallback((err, value) => { … }).`,
      ),
    );
  });
});

const thenable = {
  // oxlint-disable-next-line unicorn/no-thenable -- a foreign thenable is what is tested
  then(_resolve: unknown, reject: (reason: unknown) => void): void {
    reject(new Error("secret"));
  },
};

function throwing(thrown: unknown): never {
  throw thrown;
}

const jobs: (() => void)[] = [];
setInterval(() => {
  for (const job of jobs.splice(0)) job();
}, 1).unref();

/** Calls back as the reply loop of a pooled connection does. */
function outsideOfAnyRequest(job: () => void): void {
  jobs.push(job);
}

describe("guardCallback outside a request", () => {
  it.each([
    ["production", 0],
    ["test", 0],
    ["development", 1],
  ])("in %s, warns %i times that it guards nothing", async (environment, times) => {
    vi.stubEnv("NODE_ENV", environment);
    const callback = (): void => {};

    expect(guardCallback(callback)).toBe(callback);
    guardCallback(callback);
    guardClient(new EventEmitter()).on("error", callback);
    vi.unstubAllEnvs();

    await new Promise(setImmediate);
    expect(warnings).toMatchObject(
      Array.from({ length: times }, () => ({
        code: "BACKSTOP_NO_REQUEST",
        message:
          "guardCallback guards nothing outside a request. Mount requestContext() before everything else.",
      })),
    );
  });
});
