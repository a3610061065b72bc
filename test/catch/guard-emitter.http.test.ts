import { EventEmitter } from "node:events";
import { ConflictError, guardEmitter } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

describe.each(expresses)("on %s", (_name, express) => {
  // fault: emitter-twice
  it("responds to the first error of an emitter, and warns about the second", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, _res, next) => {
          const job = guardEmitter(new EventEmitter(), next);
          setImmediate(() => {
            job.emit("error", new ConflictError("Taken."));
            job.emit("error", new Error("again"));
          });
        }),
      { express },
    );

    expect(problem(await app.api.get("/")).detail).toBe("Taken.");
    expect(warnings).toMatchObject([{ code: "BACKSTOP_CALLED_TWICE" }]);
    expect(app.records).toHaveLength(1);
  });
});
