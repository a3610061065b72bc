import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { consoleReporter, ConflictError, type FailureRecord, HttpError } from "express-backstop";
import { postgres } from "express-backstop/mappers/postgres";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";
import { buildPackage } from "../support/built-package.ts";
import { expresses } from "../support/expresses.ts";
import { throwing } from "../support/throwing.ts";

afterEach(() => void vi.restoreAllMocks());

/** Collects what is printed to stderr. */
function printed(): string[] {
  const lines: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  return lines;
}

describe.each(expresses)("the default reporter, on %s", (_name, express) => {
  it("prints each record as one line of JSON with the format json", async () => {
    const lines = printed();
    const records: FailureRecord[] = [];
    const driver = Object.assign(new Error("duplicate\nkey", { cause: new Error("why") }), {
      code: "23505",
      severity: "ERROR",
      constraint: "users_email_key",
    });
    await using app = await serve(
      (app) => {
        app.post("/taken", throwing(driver));
        app.get("/down", throwing(new HttpError(503, "pwd=hunter2")));
      },
      {
        express,
        mappers: [postgres()],
        reporter: [consoleReporter({ format: "json" }), (record) => records.push(record)],
      },
    );

    await app.api.post("/taken").send({});
    await app.api.get("/down");

    expect(records).toMatchObject([
      { status: 409, error: { code: "23505", causes: [{ message: "why" }] } },
      { status: 503, error: { message: expect.stringMatching(/^pwd=\[secret /) } },
    ]);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(records);
    expect(lines.join("")).not.toContain("\n");
  });

  it("prints which kind of secret it has masked, and causes and context of a 4xx", async () => {
    const lines = printed();
    const cause = Object.assign(new Error("cannot reach redis://:hunter2@cache"), { code: "E_C" });
    const thrown = new ConflictError("taken by sk_live_0123456789", {
      cause,
      context: { apiKey: "hunter2", tries: 3 },
    });
    await using app = await serve((app) => app.get("/", throwing(thrown)), {
      express,
      reporter: consoleReporter({ format: "text" }),
    });

    await app.api.get("/");

    const [head, ...more] = (lines[0] ?? "").split("\n");
    expect(head).toMatch(/ 409 conflict GET \/ req_\w+: taken by \[API key [0-9a-f]{4}\]$/);
    expect(more).toEqual([
      expect.stringMatching(
        /^ {4}caused by \[E_C\] Error: cannot reach redis:\/\/:\[password [0-9a-f]{4}\]@cache$/,
      ),
      expect.stringMatching(/^ {4}context \{"apiKey":"\[secret [0-9a-f]{4}\]","tries":3\}$/),
    ]);
  });
});

describe("the default reporter of the built package", () => {
  it("prints lines of JSON in production and text otherwise, without frames of this package", async () => {
    using built = await buildPackage();

    const json = await run(built.folder, "production");
    const plain = await run(built.folder, "development");

    const own = "node_modules/express-backstop/";
    expect(json.split("\n").map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: "error", status: 500, error: { stack: expect.stringContaining(own) } },
      { level: "error", status: 500 },
      { level: "error", status: 500 },
      { level: "error", status: 500 },
      { level: "error", status: 500 },
      { level: "warn", suppressed: 2, status: 500, code: "internal_error", method: "GET" },
    ]);
    const [head, message, first, second] = plain.split("\n");
    expect(head).toMatch(/^\S+ 500 internal_error GET \/ req_\w+: broken$/);
    expect(message).toBe("    Error: broken");
    expect(first).toMatch(/^ {8}at fails /);
    expect(second).toMatch(/^ {8}at .*node_modules\/(?:express|router)\//);
    expect(plain).not.toContain(own);
    expect(plain).toMatch(/\n… and 2 more: 500 internal_error GET \/$/);
  }, 60_000);
});

/** Runs an app whose handler fails seven times, and returns what it prints to stderr, which is not a terminal. */
async function run(cwd: string, environment: string): Promise<string> {
  const program = `
    const express = require("express");
    const { asyncHandler, errorHandler } = require("express-backstop");
    const app = express();
    app.get("/", asyncHandler(function fails() { throw new Error("broken"); }));
    app.use(errorHandler());
    const server = app.listen(0, "127.0.0.1", async () => {
      for (let i = 0; i < 7; i += 1) await (await fetch("http://127.0.0.1:" + server.address().port)).text();
      process.exit();
    });`;
  const child = spawn(process.execPath, ["-e", program], {
    cwd,
    env: { ...process.env, NODE_ENV: environment, NODE_OPTIONS: "" },
    stdio: ["ignore", "inherit", "pipe"],
  });
  const [output] = await Promise.all([text(child.stderr), once(child, "close")]);
  return output.trimEnd();
}
