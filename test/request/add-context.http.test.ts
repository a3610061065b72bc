import { setTimeout as sleep } from "node:timers/promises";
import { addContext, asyncHandler, HttpError, requestContext } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

describe.each(expresses)("addContext, on %s", (_name, express) => {
  it("puts facts into the record of the request, from any depth of calls", async () => {
    const charge = async (): Promise<never> => {
      await sleep(1);
      addContext({ orderId: "o_17", attempt: 2 });
      throw new HttpError(502, "refused", { context: { attempt: 3, provider: "p" } });
    };
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.use((_req, _res, next) => {
          addContext({ tenant: "t_1" });
          next();
        });
        app.get("/", asyncHandler(charge));
      },
      { express },
    );

    const response = await app.api.get("/");

    expect(app.records[0]?.context).toEqual({
      tenant: "t_1",
      orderId: "o_17",
      attempt: 3,
      provider: "p",
    });
    expect(response.text).not.toContain("o_17");
  });

  it.each<[string, () => object]>([
    [
      "a getter",
      () => ({
        id: "o_17",
        get user(): never {
          throw new Error("not loaded");
        },
      }),
    ],
    [
      "a proxy",
      () =>
        new Proxy(
          { id: "o_17", user: 1 },
          {
            get: (target, name) => {
              if (name === "id") return target.id;
              throw new Error("not loaded");
            },
          },
        ),
    ],
  ])("keeps the failure of the request, where %s throws", async (_what, create) => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", () => {
          addContext(create() as Readonly<Record<string, unknown>>);
          throw new HttpError(409, "the failure");
        });
      },
      { express },
    );

    expect((await app.api.get("/")).status).toBe(409);
    expect(app.records).toMatchObject([{ context: { id: "o_17", user: "(not readable)" } }]);
  });

  it("keeps the facts of requests apart that run at the same time", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get(
          "/:id",
          asyncHandler(async (req) => {
            addContext({ id: req.params.id });
            await sleep(5);
            throw new Error("x");
          }),
        );
      },
      { express },
    );

    await Promise.all(["a", "b", "c"].map((id) => app.api.get(`/${id}`)));

    expect(Object.fromEntries(app.records.map(({ path, context }) => [path, context]))).toEqual({
      "/a": { id: "a" },
      "/b": { id: "b" },
      "/c": { id: "c" },
    });
  });

  it("is in the record even if a member of the error's own context cannot be read", async () => {
    const context = {
      get broken(): never {
        throw new Error("no");
      },
    };
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", () => {
          addContext({ kept: true });
          throw new HttpError(500, "x", { context });
        });
      },
      { express },
    );

    await app.api.get("/");

    expect(app.records[0]?.context).toEqual({ kept: true, broken: "(not readable)" });
  });

  it("has no effect without requestContext", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", () => {
          addContext({ lost: true });
          throw new Error("x");
        }),
      { express },
    );

    await app.api.get("/");

    expect(app.records[0]).not.toHaveProperty("context");
    expect(app.records[0]).not.toHaveProperty("duration");
  });
});

describe("addContext", () => {
  it("has no effect outside a request", () => {
    expect(() => addContext({ any: 1 })).not.toThrow();
  });

  it.each([["text"], [null], [undefined], [["list"]]])("refuses %j", (context) => {
    // @ts-expect-error - the compiler refuses it too
    expect(() => addContext(context)).toThrow(/^addContext: context must be an object, got /);
  });
});

describe.each(expresses)("the duration of a failed request, on %s", (_name, express) => {
  it("is the time since the request arrived, in whole milliseconds", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get(
          "/",
          asyncHandler(async () => {
            await sleep(30);
            throw new Error("x");
          }),
        );
      },
      { express },
    );

    await app.api.get("/");

    const { duration } = app.records[0] ?? {};
    expect(duration).toBeGreaterThanOrEqual(29);
    expect(Number.isInteger(duration)).toBe(true);
  });
});
