import {
  errorHandler,
  type FailureRecord,
  NotFoundError,
  type ReportedFailure,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

describe.each(expresses)("the reporters, on %s", (_name, express) => {
  it("each get the record, and the actual error, request and response", async () => {
    const error = new NotFoundError("No such article.");
    const calls: [FailureRecord, ReportedFailure][] = [];
    const reporter = (record: FailureRecord, failure: ReportedFailure) =>
      calls.push([record, failure]);
    await using app = await serve(
      (app) =>
        app.get("/:id", () => {
          throw error;
        }),
      { express, reporter: [reporter, reporter] },
    );

    await app.api.get("/7").set("User-Agent", "test");

    expect(calls).toHaveLength(2);
    expect(calls[0]?.[0]).toBe(calls[1]?.[0]);
    const [record, { error: reported, req, res }] = calls[0] ?? raise();
    expect(record).toMatchObject({
      status: 404,
      outcome: "sent",
      error: { name: "NotFoundError" },
    });
    expect(reported).toBe(error);
    expect(req.get("user-agent")).toBe("test");
    expect(res.statusCode).toBe(404);
  });

  it("may be none, by false or by an empty array", async () => {
    for (const reporter of [false, []] as const) {
      await using app = await serve(() => {}, { express, reporter });

      expect((await app.api.get("/")).status).toBe(404);
      expect(app.records).toEqual([]);
    }
  });
});

it.each([[1], [["console"]], [null]])("refuses %j as a reporter", (reporter) => {
  expect(() => errorHandler({ reporter } as never)).toThrow(
    "errorHandler: reporter must be a function, an array of functions, or false",
  );
});

function raise(): never {
  throw new Error("No reporter was called");
}
