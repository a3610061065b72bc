import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createProject } from "./run-command.ts";

const app = `import express from "express";
import createError from "http-errors";
import { routes } from "./routes.js";
const app = express();
app.use(routes);
app.get("/", () => {
  throw createError(404, "Not here.");
});
export default app;
`;
const routes = `import { Router } from "express";
import createError from "http-errors";
export const routes = Router();
routes.get("/a", () => {
  throw createError(404, "Not here.", { id: 1 });
});
`;

const project = await createProject({
  "app.js": app,
  "routes.js": routes,
  "broken.js": "const = 1;",
});
afterAll(() => project[Symbol.dispose]());

const read = (file: string) => readFileSync(join(project.folder, file), "utf8");

describe("the commands migrate and init", { timeout: 120_000 }, () => {
  it("show what would change, list what has to be changed by hand, and change nothing", async () => {
    const migrated = await project.run("migrate", "app.js");
    const initialized = await project.run("init", "app.js");

    expect(migrated.code).toBe(1);
    expect(migrated.stdout).toMatch(/^--- app\.js\n\+\+\+ app\.js\n@@ line 1 @@\n/);
    expect(migrated.stdout).toContain(
      '\n-  throw createError(404, "Not here.");\n+  throw new NotFoundError("Not here.");\n',
    );
    expect(migrated.stdout).toContain(
      "\n1 file would change. Write --write to change them.\n\nBy hand:\nroutes.js:5: Not changed,",
    );
    expect(initialized.code).toBe(0);
    expect(initialized.stdout).toContain("\n+app.use(errorHandler());\n");
    expect(initialized.stdout).toMatch(/\napp\.js would change\. Write --write to change it\.\n$/);
    expect([read("app.js"), read("routes.js")]).toEqual([app, routes]);
  });

  it("run only the migrations that are asked for", async () => {
    expect(await project.run("migrate", "app.js", "--only", "boom")).toMatchObject({
      code: 0,
      stdout: "0 files would change. Write --write to change them.\n",
    });
  });

  it("change the files with --write", async () => {
    project.write({ "written.js": app });
    await project.run("migrate", "written.js", "--write", "--only", "http-errors");
    const again = await project.run("init", "written.js", "--write");
    const third = await project.run("init", "written.js", "--write");

    expect(again.stdout).toMatch(/\nwritten\.js was changed\.\n$/);
    expect(third).toMatchObject({
      code: 0,
      stdout: "written.js was not changed: it already calls errorHandler().\n",
    });
    expect(read("written.js")).toContain("import { NotFoundError, errorHandler, notFoundHandler }");
    expect(await project.run("doctor", "written.js")).toMatchObject({ code: 0 });
  });

  it.each([
    [["migrate", "broken.js"], /broken\.js:1: /],
    [["migrate", "missing.js"], /missing\.js/],
    [
      ["migrate", "app.js", "--only", "koa"],
      /^--only must be one of express-async-handler, .*, got koa\./,
    ],
    [["migrate"], /^A file is missing\./],
    [["init", "broken.js"], /broken\.js:1: /],
    [["init", "missing.js"], /^There is no file missing\.js\./],
  ])("end with 2 and a reason: %j", async (args, reason) => {
    const { code, stderr } = await project.run(...args);

    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
  });
});
