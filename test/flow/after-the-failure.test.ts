import { setTimeout as sleep } from "node:timers/promises";
import { asyncHandler, BadRequestError } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

describe.each(expresses)("on %s", (_name, express) => {
  it("reports a response that a handler sends after it has thrown, and the first stands", async () => {
    await using app = await serve(
      (target) =>
        target.get(
          "/",
          asyncHandler(async (_req, res) => {
            const found = sleep(10).then(() => res.status(200).json({ found: true }));
            await Promise.reject(new BadRequestError("No audit, no response."));
            await found;
          }),
        ),
      { express },
    );

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 400, detail: "No audit, no response." });
    await expect
      .poll(() => app.records)
      .toMatchObject([
        { status: 400, outcome: "sent" },
        { outcome: "late", error: { message: "A second response was sent; the first stands" } },
      ]);
  });

  it("responds at once to an error that a wrapped middleware passes to a second next, and ignores the handler", async () => {
    await using app = await serve(
      (target) => {
        target.use(
          asyncHandler((_req, _res, next) => {
            next();
            setTimeout(() => next(new BadRequestError("Too slow for this.")), 10);
          }),
        );
        target.get("/", (_req, res) => {
          setTimeout(() => res.json("slow"), 50);
        });
      },
      { express },
    );

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 400, detail: "Too slow for this." });
    await expect.poll(() => app.records.map(({ outcome }) => outcome)).toEqual(["sent", "late"]);
  });

  it("only reports an error that a wrapped middleware passes to a second next once the response has begun", async () => {
    await using app = await serve(
      (target) => {
        target.use(
          asyncHandler((_req, res, next) => {
            next();
            res.once("finish", () => next(new BadRequestError("Too late.")));
          }),
        );
        target.get("/", (_req, res) => void res.json("fine"));
      },
      { express },
    );

    expect((await app.api.get("/")).body).toBe("fine");
    await expect.poll(() => app.records).toMatchObject([{ outcome: "late" }]);
  });

  it("passes twelve failures of one request without a warning of Node", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    await using app = await serve(
      (target) => {
        for (let index = 0; index < 12; index += 1) {
          target.use(
            asyncHandler(async (_req, _res, next) => {
              next();
              await sleep(1);
              throw new Error(`failure ${index}`);
            }),
          );
        }
        target.get("/", throwing(new BadRequestError("The first.")));
      },
      { express },
    );

    expect(problem(await app.api.get("/")).detail).toBe("The first.");

    await expect.poll(() => app.records).toHaveLength(13);
    expect(warned).not.toHaveBeenCalled();
  });

  it("lets a handler that calls next after it has begun its response finish it", async () => {
    await using app = await serve(
      (target) =>
        target.get("/", (_req, res, next) => {
          res.write("0");
          next();
          setTimeout(() => res.end("1"), 30);
        }),
      { express },
    );

    expect((await app.api.get("/").buffer(true)).text).toBe("01");
    expect(app.records).toEqual([]);
  });

  it.each([
    ["without an originalUrl", { originalUrl: undefined }],
    ["without headers", { headers: undefined }],
    ["without a method", { method: undefined }],
    ["without a route", { route: null, baseUrl: undefined }],
    ["without an app", { app: undefined }],
  ])("has a record of the failure of a request that is left %s", async (_what, damage) => {
    await using app = await serve(
      (target) =>
        target.get("/", (req, _res, next) => {
          for (const [name, value] of Object.entries(damage)) {
            Object.defineProperty(req, name, { value, configurable: true });
          }
          next(new Error("original"));
        }),
      { express },
    );

    expect(problem(await app.api.get("/")).status).toBe(500);
    expect(app.records).toMatchObject([{ error: { message: "original" } }]);
  });
});

it.each([
  ["null", null],
  ["undefined", undefined],
  ["frozen", Object.freeze({})],
  ["sealed", Object.seal({})],
])("passes the failure of a handler on when its request is %s", async (_what, req) => {
  const error = new Error("original");
  const seen: unknown[] = [];
  const next = (value: unknown) => seen.push(value);

  Reflect.apply(throwing(error), undefined, [req, {}, next]);

  await expect.poll(() => seen).toEqual([error]);
});
