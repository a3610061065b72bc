import type { Finding } from "express-backstop/doctor";
import { afterAll, describe, expect, it } from "vitest";
import { createProject, run } from "./run-command.ts";

const head = `import express from "express";
import { errorHandler, notFoundHandler } from "express-backstop";
const app = express();
`;
const tail = `app.use(notFoundHandler());
app.use(errorHandler());
`;
const route = (path: string) => `app.get("${path}", (req, res) => {
  if (req.query.q) res.send("q");
  res.send("none");
});
`;

const project = await createProject({
  "good.js": `${head}app.get("/", (req, res) => res.send("hello"));\n${tail}export default app;`,
  "bad.js": `${head}${route("/")}export { app };`,
  "twice.js": `${head}${route("/")}${route("/more")}export { app };`,
  "named.js": `${head}${tail}export const api = app; export const build = async () => app; export const wrong = () => { throw new Error("no database"); };`,
  "parts.js": `import { routes } from "./routes.js";\n${head}app.use(routes);\n${tail}export default app;`,
  "routes.js": `import { Router } from "express";\nexport const routes = Router();\n${route("/x").replaceAll("app.", "routes.")}`,
  "listens.cjs": `const express = require("express"); const app = express();
console.log("starting");
app.listen(1, () => console.log("listening"));
setInterval(() => {}, 1000);`,
  "throws.js": 'throw new Error("DATABASE_URL is missing");',
  "hangs.js": "await new Promise(() => {});",
  "exits.js": "process.exit(0);",
  "fails-later.js": `${head}export { app }; Promise.reject(new Error("later")); await new Promise(() => {});`,
  "syntax.js": "const a = 1;\nconst b = ;",
  "nothing.js": "export const number = 42;",
  "arguments.js": `${head}if (process.argv.length > 2) throw new Error(process.argv[2]); export { app };`,
  "no-report.json": "[]",
  "no-findings.json": '{ "version": 1, "findings": [null] }',
});
afterAll(() => project[Symbol.dispose]());

const doctor = (...args: readonly string[]) => project.run("doctor", ...args);

describe.concurrent("the command doctor", { timeout: 120_000 }, () => {
  it("ends with 0 and says so where nothing was found", async () => {
    expect(await doctor("good.js")).toEqual({
      code: 0,
      stdout: "good.js: nothing found.\n",
      stderr: "",
    });
  });

  it("ends with 1 and says for each finding where, why and what to write", async () => {
    const { code, stdout } = await doctor("bad.js");

    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad\.js: 3 findings\n\nno-error-handler: the app\n {2}Express/);
    expect(stdout).toMatch(/\nmissing-return: bad\.js:5\n {2}.+\n {2}Write return .+\n {2}https:/);
  });

  it("prints JSON", async () => {
    const { code, stdout } = await doctor("bad.js", "--json");

    const { version, findings } = JSON.parse(stdout) as { version: number; findings: Finding[] };
    expect({ code, version }).toEqual({ code: 1, version: 1 });
    expect(findings.at(-1)).toMatchObject({ id: "missing-return", file: "bad.js", line: 5 });
  });

  it("reads the files that the app imports", async () => {
    const { stdout } = await doctor("parts.js");

    expect(stdout).toContain("missing-return: routes.js:4\n");
  });

  it("reads the built app alone with --no-source", async () => {
    expect(await doctor("parts.js", "--no-source")).toMatchObject({ code: 0 });
  });

  it("leaves out rules", async () => {
    const ignored = ["no-error-handler", "no-not-found-handler", "missing-return"];

    const result = await doctor("bad.js", ...ignored.flatMap((id) => ["--ignore", id]));

    expect(result).toMatchObject({ code: 0, stdout: "bad.js: nothing found.\n" });
  });

  it("finds an app by the name of its export, and one that a function builds", async () => {
    expect(await doctor("named.js", "--export", "api")).toMatchObject({ code: 0 });
    expect(await doctor("named.js", "--export", "build")).toMatchObject({ code: 0 });
  });

  it("finds an app that is not exported, opens no port for it, and keeps stdout clean", async () => {
    const { code, stdout, stderr } = await doctor("listens.cjs", "--json");

    expect({ code, stderr }).toEqual({ code: 0, stderr: "starting\n" });
    expect(JSON.parse(stdout)).toEqual({ version: 1, findings: [] });
  });

  it("hides its own arguments from the app", async () => {
    expect(await doctor("arguments.js", "--json")).toMatchObject({ code: 0 });
  });

  it("fails only on what got worse since a baseline", async () => {
    const { stdout } = await doctor("bad.js", "--json");
    const moved = stdout.replaceAll("bad.js", "twice.js").replaceAll(/"line": \d+/g, '"line": 99');
    project.write({ "doctor.json": stdout, "moved.json": moved });

    const same = await doctor("bad.js", "--baseline", "doctor.json");
    const worse = await doctor("twice.js", "--baseline", "moved.json");

    expect(same).toMatchObject({ code: 0, stdout: "bad.js: nothing found.\n" });
    expect(same.stderr).toMatch(/^0 new, 3 known, 0 gone since /);
    expect(worse.code).toBe(1);
    expect(worse.stdout).toMatch(/^twice\.js: 1 finding\n\nmissing-return: twice\.js:9\n/);
  });

  it.each([
    [
      ["throws.js"],
      /^throws\.js failed while it was loaded: DATABASE_URL is missing \(.*throws\.js:1:7\)/,
    ],
    [
      ["hangs.js", "--timeout", "0.5"],
      /^hangs\.js was not loaded within 0\.5 seconds\. Write --timeout/,
    ],
    [["exits.js"], /^The app has ended the process with exit code 0\./],
    [["fails-later.js"], /^Error: later\n/],
    [["syntax.js"], /syntax\.js:2: /],
    [["nothing.js"], /^nothing\.js has no Express app\..* Its exports are: number\./],
    [
      ["named.js", "--export", "wrong"],
      /^The function of named\.js that builds the app failed: no database/,
    ],
    [["named.js", "--export", "other"], /^named\.js has no Express app in its export other\./],
    [["missing.js"], /missing\.js/],
    [["good.js", "--baseline", "missing.json"], /^--baseline missing\.json: ENOENT.*Make it with/],
    [["good.js", "--ignore", "nonsense"], /^doctor: ignore has no rule "nonsense"\. Write one of /],
    [["good.js", "--baseline", "no-findings.json"], /^--baseline no-findings\.json: this is not/],
    [["good.js", "--baseline", "no-report.json"], /^--baseline no-report\.json: this is not what/],
    [
      ["good.js", "--timeout", "soon"],
      /^--timeout must be a number of seconds up to 3600, got soon\./,
    ],
    [
      ["good.js", "--timeout", "3601"],
      /^--timeout must be a number of seconds up to 3600, got 3601\./,
    ],
    [["good.js", "--nope"], /^Unknown option '--nope'/],
    [["good.js", "bad.js"], /^There is one file too many: bad\.js\./],
    [[], /^A file is missing\./],
  ])("ends with 2 and a reason: %j", async (args, reason) => {
    const { code, stdout, stderr } = await doctor(...args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(reason);
  });

  it("says how to install oxc-parser where it is missing", async () => {
    const { code, stderr } = await run("/", [project.main, "doctor", `${project.folder}/good.js`]);

    expect(code).toBe(2);
    expect(stderr).toMatch(
      /oxc-parser, which is not installed here\. Write npm install --save-dev oxc-parser\. Or write --no-source/,
    );
  });
});

describe.concurrent("the command express-backstop", { timeout: 120_000 }, () => {
  it.each([["--help"], ["-h"], [undefined]])("lists its commands: %s", async (argument) => {
    const { code, stdout } = await project.run(...(argument === undefined ? [] : [argument]));

    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("doctor <file>"),
    });
  });

  it("prints its version", async () => {
    const { stdout } = await project.run("--version");

    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("refuses a command that it does not have", async () => {
    const { code, stderr } = await project.run("diagnose");

    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^There is no command diagnose\./),
    });
  });
});
