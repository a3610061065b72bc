import { asyncHandler, HttpError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

describe.each(expresses)("on %s", (_name, express) => {
  // fault: secret-in-5xx
  it("hides the message of a server error from the client, and keeps its Retry-After and its record", async () => {
    const error = new HttpError(503, "dsn=postgres://u:p@h", { headers: { "Retry-After": 30 } });
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async () => {
            throw error;
          }),
        ),
      { express },
    );

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 503, code: "service_unavailable" });
    expect(response.text).not.toContain("postgres");
    expect(response.headers["retry-after"]).toBe("30");
    expect(app.records).toMatchObject([
      {
        level: "error",
        error: {
          message: expect.stringMatching(/^dsn=postgres:\/\/u:\[password \w{4}\]@h$/),
          name: "HttpError",
        },
      },
    ]);
  });

  // fault: secrets-in-error
  it("records nothing of the headers, cookies, body and query of the request", async () => {
    await using app = await serve(
      (app) =>
        app.post(
          "/",
          asyncHandler(async (req) => {
            throw Object.assign(new Error("upstream"), { config: req.headers, request: req });
          }),
        ),
      { express },
    );

    await app.api
      .post("/?token=hunter2")
      .set({ Authorization: "Bearer hunter2", Cookie: "session=hunter2" })
      .send({ password: "hunter2" });

    expect(app.records).toMatchObject([{ method: "POST", path: "/" }]);
    expect(JSON.stringify(app.records)).not.toContain("hunter2");
  });
});
