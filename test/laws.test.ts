import { asyncHandler, callbackHandler } from "express-backstop";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { serve } from "./support/app.ts";
import { expresses } from "./support/expresses.ts";
import { problem } from "./support/problem.ts";

// A mark that no response could contain by chance; a single character would be found in every response.
const mark = "s3cr3t~";
const errors = fc.string().map((text) => new Error(mark + text));
const marked = fc.record({
  message: fc.constant(mark),
  status: fc.anything(),
  headers: fc.anything(),
  stack: fc.anything(),
});
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true, withMap: true }),
  fc.constantFrom(undefined, null, 0, Number.NaN, "", "route", "router"),
  errors,
  marked,
  marked.map((members) => Object.assign(new Error(mark), members)),
);
const ways = ["thrown", "rejected", "next", "callback"] as const;

describe.each(expresses)("on %s", (_name, express) => {
  // fault: thrown-hostile
  it("responds to any thrown value, however it is thrown, with exactly one problem that repeats nothing of it", async () => {
    let thrown: unknown;
    await using app = await serve(
      (app) => {
        app.get(
          "/thrown",
          asyncHandler(() => {
            throw thrown;
          }),
        );
        app.get(
          "/rejected",
          asyncHandler(() => Promise.reject(thrown)),
        );
        app.get(
          "/next",
          asyncHandler((_req, _res, next) => next(thrown)),
        );
        app.get("/callback", (_req, _res, next) => callbackHandler(next)(thrown));
      },
      { express },
    );

    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom(...ways), async (value, way) => {
        // Handed to next by the handler itself, "router" leaves the app's router, errorHandler included.
        fc.pre(way !== "next" || value !== "router");
        thrown = value;

        const response = await app.api.get(`/${way}`);

        const body = problem(response);
        expect(body.status).toBeGreaterThanOrEqual(400);
        expect(body.status).toBeLessThan(600);
        expect(body).toMatchObject({ type: `/problems/${body.code}`, title: expect.any(String) });
        expect(response.text + JSON.stringify(response.headers)).not.toContain(mark);
      }),
      { numRuns: 300 },
    );
  });
});
