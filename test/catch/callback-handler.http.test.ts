import { callbackHandler, ConflictError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

describe.each(expresses)("on %s", (_name, express) => {
  // fault: callback-twice
  it("responds from an error-first callback", async () => {
    await using app = await serve(
      (app) => {
        app.get("/error", (_req, _res, next) =>
          setImmediate(callbackHandler(next), new Error("secret")),
        );
        app.get("/ok", (_req, res, next) =>
          setImmediate(
            callbackHandler(next, (value: string) => res.json(value)),
            null,
            "saved",
          ),
        );
        app.get("/throws", (_req, _res, next) =>
          setImmediate(
            callbackHandler(next, () => {
              throw new ConflictError("Taken.");
            }),
            null,
          ),
        );
      },
      { express },
    );

    expect(problem(await app.api.get("/error")).status).toBe(500);
    expect((await app.api.get("/ok")).body).toBe("saved");
    expect(problem(await app.api.get("/throws")).detail).toBe("Taken.");
  });

  // fault: callback-twice
  it("responds to the first call of a callback, and warns about the second", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          const done = callbackHandler(next, (saved: string) => res.json(saved));
          setImmediate(() => {
            done(null, "saved");
            done(new Error("and failed"), "");
          });
        }),
      { express },
    );

    expect((await app.api.get("/")).body).toBe("saved");
    expect(warnings).toMatchObject([{ code: "BACKSTOP_CALLED_TWICE" }]);
    expect(app.records).toEqual([]);
  });

  it("passes the request on when a callback without onSuccess succeeds", async () => {
    await using app = await serve(
      (app) => {
        app.get("/", (_req, _res, next) => setImmediate(callbackHandler(next), null));
        app.get("/", (_req, res) => void res.json("the next handler"));
      },
      { express },
    );

    expect((await app.api.get("/")).body).toBe("the next handler");
  });

  // fault: callback-twice
  it.each([
    ["throws", () => throwTaken()],
    ["rejects", () => Promise.reject(new ConflictError("Taken."))],
  ])("responds to an error that onSuccess %s", async (_what, onSuccess) => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, _res, next) => setImmediate(callbackHandler(next, onSuccess), null)),
      { express },
    );

    expect(problem(await app.api.get("/")).detail).toBe("Taken.");
  });
});

function throwTaken(): never {
  throw new ConflictError("Taken.");
}
