import * as boom from "@hapi/boom";
import type { Express } from "express";
import { HttpError, type ErrorMapper } from "express-backstop";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

const headers = { "Set-Cookie": "secret=1", "X-Internal": "secret", "Retry-After": "77" };
const upstream = (members: object) => Object.assign(new Error("secret"), { headers, ...members });

const foreign: readonly (readonly [string, () => unknown])[] = [
  ["status 401", () => upstream({ status: 401 })],
  ["status 404", () => upstream({ status: 404 })],
  ["statusCode 404", () => upstream({ statusCode: 404 })],
  ["status '404'", () => upstream({ status: "404" })],
  ["statusCode '404'", () => upstream({ statusCode: "404" })],
  ["status 'ENOENT'", () => upstream({ status: "ENOENT" })],
  ["status 1000", () => upstream({ status: 1000 })],
  ["status NaN", () => upstream({ status: Number.NaN })],
  ["status 200", () => upstream({ status: 200 })],
  ["status 600", () => upstream({ status: 600 })],
  ["status -1", () => upstream({ status: -1 })],
  ["status and expose, but no statusCode", () => upstream({ status: 404, expose: true })],
  ["two statuses", () => upstream({ status: 404, statusCode: 403, expose: true })],
  ["an expose that is not a boolean", () => upstream({ status: 404, statusCode: 404, expose: 1 })],
  ["an http-error's status 404.5", () => createError(404.5, "secret", { headers })],
  [
    "an http-error's status overwritten",
    () => Object.assign(createError(404, "secret"), { status: 200 }),
  ],
  ["a body parser's type, forged", () => upstream({ status: 400, type: "entity.parse.failed" })],
  [
    "a limit of a body parser, forged",
    () => upstream({ status: 413, type: "entity.too.large", limit: 7 }),
  ],
  ["a decompressor's code, forged", () => upstream({ status: 400, code: "Z_DATA_ERROR" })],
  [
    "an HTTP client's response",
    () => upstream({ code: "ERR_BAD_REQUEST", status: 404, response: { status: 404, headers } }),
  ],
  [
    "a cloud client's metadata",
    () => upstream({ name: "AccessDenied", $fault: "client", $metadata: { httpStatusCode: 403 } }),
  ],
  ["the status of a boom", () => boom.unauthorized("secret", "Bearer", { secret: 1 })],
  ["the payload of a boom", () => boom.serverUnavailable("pg at 10.0.0.5:5432 refused, secret")],
];

describe.each(expresses)("on %s", (_name, express) => {
  // fault: foreign-status, fake-body-parser
  it.each(foreign)("ignores %s of a foreign error", async (_what, make) => {
    await using app = await serve(mountError(make()), { express });

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
    expect(response.text + JSON.stringify(response.headers)).not.toMatch(/secret|10\.0\.0\.5/);
    expect(response.headers).not.toHaveProperty("retry-after");
    expect(app.records[0]).toMatchObject({
      level: "error",
      error: { message: expect.stringMatching("secret") },
    });
  });

  // fault: http-errors
  it("sends the message of an http-error with expose, and drops headers that may come from an upstream", async () => {
    await using app = await serve(
      (app) => {
        app.get("/shown", throwing(createError(409, "Taken.", { headers })));
        app.get("/hidden", throwing(createError(503, "db.internal refused")));
        app.get("/hiding", throwing(createError(409, "secret", { expose: false })));
        app.get("/showing", throwing(createError(503, "Back at noon.", { expose: true })));
        app.get("/unregistered", throwing(createError(499, "Left.")));
      },
      { express },
    );

    const shown = await app.api.get("/shown");

    expect(problem(shown)).toMatchObject({ status: 409, code: "conflict", detail: "Taken." });
    expect(shown.headers).toMatchObject({ "retry-after": "77" });
    expect(JSON.stringify(shown.headers)).not.toContain("secret");
    expect(problem(await app.api.get("/hidden"))).toMatchObject({
      status: 503,
      code: "service_unavailable",
    });
    expect((await app.api.get("/hidden")).text).not.toContain("db.internal");
    expect(problem(await app.api.get("/hiding"))).not.toHaveProperty("detail");
    expect(problem(await app.api.get("/showing")).detail).toBe("Back at noon.");
    expect(problem(await app.api.get("/unregistered"))).toMatchObject({
      status: 499,
      detail: "Left.",
    });
  });

  // fault: http-errors-wrapped
  it.each([
    ["an upstream's error", () => createError(upstream({ status: 401 })), 401],
    ["an upstream's error, given a status", () => createError(404, upstream({})), 404],
    ["a file system's error", () => createError(404, enoent()), 404],
  ])("takes only the status of an http-error made from %s", async (_what, make, status) => {
    await using app = await serve(mountError(make()), { express });

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status });
    expect(problem(response)).not.toHaveProperty("detail");
    expect(response.text + JSON.stringify(response.headers)).not.toContain("secret");
    expect(response.headers).not.toHaveProperty("retry-after");
  });

  // fault: boom
  it("sends the status of a boom error through a mapper, and nothing of its message", async () => {
    const fromBoom: ErrorMapper = (error) =>
      boom.isBoom(error)
        ? new HttpError(error.output.statusCode, undefined, { cause: error })
        : undefined;
    await using app = await serve(mountError(boom.unauthorized("secret", "Bearer")), {
      express,
      mappers: [fromBoom],
    });

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 401, code: "unauthorized" });
    expect(response.text).not.toContain("secret");
    expect(app.records[0]).toMatchObject({ level: "info", status: 401 });
  });

  // fault: send-file
  it("sends a 404 for a missing file without its path", async () => {
    await using app = await serve(
      (app) => app.get("/", (_req, res) => res.sendFile("/nowhere/secret.txt")),
      { express },
    );

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 404, code: "not_found" });
    expect(response.text).not.toMatch(/nowhere|secret/);
  });
});

function mountError(error: unknown): (app: Express) => unknown {
  return (app) => app.get("/", throwing(error));
}

function enoent(): Error {
  const members = { code: "ENOENT", errno: -2, syscall: "open", path: "/srv/secret" };
  return Object.assign(new Error("ENOENT: no such file, open '/srv/secret'"), members);
}
