import type { Express, Response } from "express";
import {
  asyncHandler,
  type ErrorHandlerOptions,
  HttpError,
  type ErrorMapper,
  NotFoundError,
  type ProblemSerializer,
} from "express-backstop";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

const unhandled: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);
const forever = new Promise(() => {});

beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", remember);
});
afterEach(() => {
  process.off("unhandledRejection", remember);
});

const mappers: readonly (readonly [string, () => unknown])[] = [
  ["throws", fails],
  ["throws a proxy at which every question throws", throws(hostileProxy)],
  ["throws undefined", throws(() => undefined)],
  ["rejects", rejects],
  ["never settles", () => forever],
  ["returns a plain object", () => ({ status: 404, code: "secret", title: "secret" })],
  ["returns a thenable", thenable],
  ["returns a foreign error with a status", () => Object.assign(new Error(), { status: 404 })],
  ["returns a number", () => 404],
  ["returns null", () => null],
  ["returns a revoked proxy", revokedProxy],
  ["returns a proxy at which every question throws", () => hostileProxy(new NotFoundError())],
  ["returns an error of ours with a forged status", () => forged({ status: { value: 200 } })],
  ["returns an error of ours with no status", () => forged({})],
  ["returns an error of ours that cannot be read", () => throwingGetters(forged({}), "status")],
];

// A serializer that returns nonsense gets the plain problem too.
const serializers: readonly (readonly [string, () => unknown])[] = [
  ["throws", fails],
  ["throws a revoked proxy", throws(revokedProxy)],
  ["returns undefined", () => undefined],
  ["returns a function", () => fails],
  ["returns a symbol", () => Symbol("secret")],
  ["returns a bigint", () => 1n],
  ["returns a circle", circle],
  ["returns a revoked proxy", revokedProxy],
  ["returns what throws when it is written", () => ({ toJSON: fails })],
];

const failingReporters: readonly (readonly [string, () => unknown])[] = [
  ["throws", fails],
  ["throws a proxy at which every question throws", throws(hostileProxy)],
  ["throws a symbol", throws(() => Symbol("secret"))],
  ["rejects", async () => fails()],
  ["rejects with a revoked proxy", () => Promise.reject(revokedProxy())],
  ["returns a thenable that throws", thenable],
  ["returns what cannot be read", () => throwingGetters({}, "then")],
  ["returns a proxy at which every question throws", hostileProxy],
];

describe.each(expresses)("on %s", (_name, express) => {
  // fault: mapper-fails
  it.each(mappers)("masks the error when a mapper %s", async (_what, mapper) => {
    await using app = await serveFailing({ mappers: [mapper as ErrorMapper] });

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
    expect(response.text).not.toContain("secret");
    expect(app.records).toMatchObject([{ status: 500, error: { message: "original" } }]);
    expect(unhandled).toEqual([]);
  });

  // fault: mapper-fails
  it.each(mappers)("asks the next mapper when one %s", async (_what, mapper) => {
    const next: ErrorMapper = (error) => new HttpError(409, "Taken.", { cause: error });
    await using app = await serveFailing({ mappers: [mapper as ErrorMapper, next] });

    expect(problem(await app.api.get("/"))).toMatchObject({ status: 409, detail: "Taken." });
  });

  // fault: mapper-fails
  it("records which mapper failed beside the original failure", async () => {
    await using app = await serveFailing({ mappers: [fails, rejects as never] });

    await app.api.get("/");

    expect(app.records).toMatchObject([
      {
        error: { message: "original" },
        alsoFailed: [
          { message: "secret" },
          { message: "rejects must return an HttpError or undefined, got a Promise." },
        ],
      },
    ]);
  });

  // fault: serializer-fails
  it.each(serializers)(
    "sends the plain problem when the serializer %s",
    async (_what, serialize) => {
      await using app = await serveFailing({ serialize: serialize as ProblemSerializer });

      const response = await app.api.get("/");

      expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
      expect(response.text).not.toContain("secret");
      expect(app.records).toMatchObject([{ error: { message: "original" } }]);
      expect(unhandled).toEqual([]);
    },
  );

  // fault: reporter-fails
  it.each(failingReporters)(
    "sends the same response when two reporters %s",
    async (_what, reporter) => {
      const begun = performance.now();
      await using app = await serveFailing({ reporter: [reporter, reporter] });

      const response = await app.api.get("/");

      expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
      expect(response.text).not.toContain("secret");
      expect(performance.now() - begun).toBeLessThan(2000);
      expect(unhandled).toEqual([]);
      const warning = { code: "BACKSTOP_REPORTER_FAILED" };
      await expect.poll(() => warnings).toMatchObject([warning, warning]);
    },
  );

  // fault: hook-rejects
  it.each<[string, ErrorHandlerOptions]>([
    ["a mapper", { mappers: [rejects as unknown as ErrorMapper] }],
    ["serialize", { serialize: rejects as never }],
    ["html", { html: rejects as never }],
    ["instance", { instance: rejects as never }],
    ["wants", { reporter: Object.assign(() => {}, { wants: rejects as never }) }],
  ])(
    "responds, and the process lives, if %s is an async function that rejects",
    async (_what, options) => {
      await using app = await serve(
        (app) =>
          app.get("/", () => {
            throw new Error("secret");
          }),
        { express, ...options },
      );

      const response = await app.api.get("/").set("Accept", "text/html, */*;q=0.5");
      await new Promise(setImmediate);

      expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
      expect(response.text).not.toContain("secret");
      expect(unhandled).toEqual([]);
      const said = options.reporter
        ? warnings
        : app.records.flatMap((each) => each.alsoFailed ?? []);
      expect(said).toHaveLength(1);
      expect(said[0]?.message).toContain("must return");
    },
  );

  it("does not wait for a reporter that never settles", async () => {
    await using app = await serveFailing({ reporter: () => forever });

    expect(problem(await app.api.get("/")).status).toBe(500);
    expect(warnings).toEqual([]);
  });

  // fault: reporter-fails
  it("still calls the next reporter after one that throws", async () => {
    const seen: string[] = [];
    await using app = await serveFailing({
      reporter: [fails, ({ error }) => seen.push(error.message)],
    });

    await app.api.get("/");

    expect(seen).toEqual(["original"]);
  });

  // fault: response-method-throws
  it.each<[string, (res: Response) => void]>([
    ["setHeader", (res) => (res.setHeader = fails)],
    ["removeHeader", (res) => (res.removeHeader = fails)],
    ["getHeaderNames", (res) => (res.getHeaderNames = fails)],
    ["getHeader", (res) => (res.getHeader = fails)],
    ["writeHead", (res) => (res.writeHead = fails)],
    ["end", (res) => (res.end = fails)],
  ])(
    "sends one response or none, and makes a record, when %s was made to throw",
    async (_method, sabotage) => {
      await using app = await serve(
        (app) => {
          app.get("/", (_req, res, next) => {
            res.set("ETag", '"a"');
            sabotage(res);
            next(new Error("original"));
          });
          app.get("/ok", (_req, res) => void res.json("ok"));
        },
        { express },
      );

      const { statuses, text } = await exchange(
        app.port,
        request("GET /", { Connection: "close" }),
      );

      expect([[], [500]]).toContainEqual(statuses);
      expect(text).not.toMatch(/original|secret/);
      expect(app.records).toMatchObject([{ error: { message: "original" } }]);
      expect((await app.api.get("/ok")).status).toBe(200);
    },
  );

  // fault: response-method-replaced
  it("does not use res.json, res.send, res.status, res.set and res.type", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          Object.assign(res, { json: fails, send: fails, status: fails, set: fails, type: fails });
          next(new Error("original"));
        }),
      { express },
    );

    expect(problem(await app.api.get("/")).status).toBe(500);
  });

  // fault: response-method-throws
  it("destroys the socket when another middleware throws while the head is written, and records both errors", async () => {
    await using app = await serve(
      (app) => {
        app.use((_req, res, next) => {
          const { writeHead } = res;
          // As the packages do that set a header or a cookie in the last moment.
          res.writeHead = function head(this: Response, ...args: unknown[]) {
            if (res.statusCode === 500) fails();
            return Reflect.apply(writeHead, this, args) as Response;
          } as typeof writeHead;
          next();
        });
        app.get(
          "/",
          asyncHandler(async () => {
            throw new Error("original");
          }),
        );
      },
      { express },
    );

    const { text } = await exchange(app.port, request("GET /"));

    expect(text).toBe("");
    expect(app.records).toMatchObject([
      { error: { message: "original" }, alsoFailed: [{ message: "secret" }] },
    ]);
    expect((await app.api.get("/nowhere")).status).toBe(404);
  });

  async function serveFailing(options: ErrorHandlerOptions): ReturnType<typeof serve> {
    return serve(mountFailing, { express, ...options });
  }
});

function mountFailing(app: Express): void {
  app.get(
    "/",
    asyncHandler(async () => {
      throw new Error("original");
    }),
  );
}

function fails(): never {
  throw new Error("secret");
}

async function rejects(): Promise<never> {
  throw new Error("secret");
}

function thenable(): object {
  // oxlint-disable-next-line unicorn/no-thenable -- what such a function returns
  return { then: fails };
}

function throws(make: () => unknown): () => never {
  return () => {
    throw make();
  };
}

function forged(members: PropertyDescriptorMap): object {
  return Object.create(HttpError.prototype, members) as object;
}

function circle(): object {
  const value: Record<string, unknown> = {};
  value["self"] = value;
  return value;
}
