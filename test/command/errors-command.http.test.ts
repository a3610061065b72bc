import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createProject } from "./run-command.ts";

const catalog = `import { defineErrors } from "express-backstop";
import { z } from "zod";
export const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article <b>not</b> found | \`x\`",
    data: z.object({ articleId: z.string(), "a-b": z.enum(["x|y", "z"]).optional() }),
    description: "The id is unknown.",
    fix: "Look at \`GET /articles\`.",
    docs: "https://docs.example.com/articles",
  },
  title_taken: { status: 409, title: "Title taken" },
});
`;

const project = await createProject({
  "errors.js": catalog,
  "fewer.js": catalog.replace(/ {2}title_taken.*\n/, ""),
  "named.js": `${catalog}export { errors as catalog }; export const other = defineErrors({ other_one: { status: 404, title: "Other" } });`,
  "only.cjs": `module.exports = { all: require("express-backstop").defineErrors({ only_one: { status: 404, title: "Only" } }) };`,
  "several.js": `import { defineErrors } from "express-backstop"; export const a = defineErrors({}); export const b = defineErrors({});`,
  "index-code.js": `import { defineErrors } from "express-backstop"; export const errors = defineErrors({ index: { status: 404, title: "Index" } });`,
  "app.js": `import express from "express";
import { operation } from "express-backstop/openapi";
import { errors } from "./errors.js";
export const app = express();
app.get("/articles/:id", operation({ errors: [errors.article_not_found] }), (req, res) => res.end());
app.get("/hidden", operation({ errors: [errors.title_taken], hidden: true }), (req, res) => res.end());
`,
  "not.json": "[1]",
  "snapshot.json": '{ "title_taken": { "status": 400, "title": "Title taken" } }',
});
afterAll(() => project[Symbol.dispose]());

const errors = (...args: readonly string[]) => project.run("errors", ...args);
const read = (file: string) => readFileSync(join(project.folder, file), "utf8");

describe.concurrent("the command errors", { timeout: 120_000 }, () => {
  it("writes the list, two pages for each code, and the data", async () => {
    const run = await errors("errors.js", "--app", "app.js", "--out", "all/reference");

    expect(run).toEqual({ code: 0, stdout: "all/reference: wrote 7 files.\n", stderr: "" });
    expect(JSON.parse(read("all/reference/errors.json"))).toMatchObject({
      version: 1,
      errors: {
        article_not_found: {
          status: 404,
          type: "/problems/article_not_found",
          category: "not_found",
        },
        title_taken: { status: 409, category: "conflict" },
      },
      operations: { "GET /articles/:id": ["article_not_found"] },
    });
    const html = read("all/reference/article_not_found.html");
    expect(html).toContain('<nav><a href="index.html">');
    expect(html).toContain("<li><code>GET /articles/:id</code></li>");
    expect(html).toContain("problem[&#34;a-b&#34;];");
    expect(html).not.toContain("<b>");
    expect(read("all/reference/index.html")).toMatch(/<h2>Not found<\/h2>[^]*<h2>Conflict<\/h2>/);
    expect(read("all/reference/index.html")).not.toContain("<b>");
    expect(read("all/reference/index.md")).toContain(
      "| [`title_taken`](title_taken.md) | 409 | Title taken |",
    );
    const markdown = read("all/reference/article_not_found.md");
    expect(markdown).toContain("# Article \\<b\\>not\\</b\\> found \\| \\`x\\`\n");
    expect(markdown).toContain("How to fix it: Look at `GET /articles`.");
    expect(markdown).toContain(
      String.raw`| ${"`a-b`"} | ${"`"}{"type":"string","enum":["x\|y","z"]}${"`"} | may be absent |`,
    );
    expect(markdown).toContain("- Documentation: <https://docs.example.com/articles>");
    expect(markdown).toContain("## Operations\n\n- `GET /articles/:id`\n");
    expect(markdown).toContain("  problem.articleId;\n");
  });

  it("checks that the files are up to date", async () => {
    await errors("errors.js", "--out", "checked");
    const same = await errors("errors.js", "--out", "checked", "--check");
    writeFileSync(join(project.folder, "checked/title_taken.md"), "# Edited\n");
    const edited = await errors("errors.js", "--out", "checked", "--check");

    expect(same).toMatchObject({ code: 0, stdout: "checked: up to date, 7 files.\n" });
    expect(edited.code).toBe(1);
    expect(edited.stdout).toMatch(
      /^checked is not up to date: title_taken\.md\. Run the command without --check/,
    );
    expect(read("checked/title_taken.md")).toBe("# Edited\n");
    expect(await errors("errors.js", "--out", "nowhere", "--check")).toMatchObject({ code: 1 });
  });

  it("removes the pages of codes that are gone, and nothing else", async () => {
    await errors("errors.js", "--out", "fewer");
    project.write({ "fewer/own.md": "mine", "fewer/own.html": "mine" });
    const check = await errors("fewer.js", "--out", "fewer", "--check");
    await errors("fewer.js", "--out", "fewer");

    expect(check.stdout).toContain("title_taken.html, title_taken.md");
    expect(existsSync(join(project.folder, "fewer/title_taken.md"))).toBe(false);
    expect(read("fewer/own.md")).toBe("mine");
  });

  it("removes no file that an edited errors.json names outside of the folder", async () => {
    await errors("errors.js", "--out", "inner/folder");
    project.write({
      "inner/secret.md": "mine",
      "inner/folder/errors.json": '{ "version": 1, "errors": { "../secret": { "status": 404 } } }',
    });

    await errors("errors.js", "--out", "inner/folder");

    expect(read("inner/secret.md")).toBe("mine");
  });

  it("writes the formats that are asked for", async () => {
    const run = await errors("errors.js", "--out", "data", "--format", "json");

    await errors("errors.js", "--out", "all-formats");
    await errors("errors.js", "--out", "all-formats", "--format", "json");

    expect(existsSync(join(project.folder, "all-formats/title_taken.html"))).toBe(true);
    expect(run.stdout).toBe("data: wrote 1 file.\n");
    expect(existsSync(join(project.folder, "data/index.html"))).toBe(false);
  });

  it("writes the problems as errorHandler sends them", async () => {
    const format = ["--type-base", "https://api.example.com/p/", "--guidance"];

    await errors("errors.js", "--out", "format", ...format);

    const { example } = (
      JSON.parse(read("format/errors.json")) as {
        errors: Record<string, { example: object }>;
      }
    ).errors["title_taken"] ?? { example: {} };
    expect(example).toMatchObject({
      type: "https://api.example.com/p/title_taken",
      category: "conflict",
    });
  });

  it("finds the catalog by its name, and the only one", async () => {
    const named = await errors("named.js", "--export", "other", "--out", "named");
    const only = await errors("only.cjs", "--out", "only");

    expect([named.code, only.code]).toEqual([0, 0]);
    expect(read("named/index.md")).toContain("other_one");
    expect(read("only/index.md")).toContain("only_one");
  });

  it.each([
    [["errors.js"], /^--out is missing\./],
    [["errors.js", "--out", "not.json"], /^--out not\.json: EEXIST.*Write the name of a folder\./],
    [
      ["several.js", "--out", "x"],
      /^several\.js has no catalog that is called errors\..* Its exports are: a, b\./,
    ],
    [
      ["errors.js", "--export", "nope", "--out", "x"],
      /^errors\.js has no catalog in its export nope\./,
    ],
    [["index-code.js", "--out", "x"], /^The code index cannot have a page/],
    [
      ["errors.js", "--out", "x", "--format", "pdf"],
      /^--format must be html, markdown or json, got pdf\./,
    ],
    [
      ["errors.js", "--out", "x", "--timeout", "soon"],
      /^--timeout must be a number of seconds up to 3600, got soon\./,
    ],
    [
      ["errors.js", "--out", "x", "--validation-status", "418"],
      /^--validation-status must be 400 or 422, got 418\./,
    ],
    [
      ["errors.js", "--out", "x", "--type-base", "https://a.example/problems"],
      /^--type-base must be a string with a final slash such as .*, got https:\/\/a\.example\/problems\./,
    ],
    [["errors.js", "--out", "x", "--app", "errors.js"], /^errors\.js has no Express app\./],
    [["diff", "not.json"], /^errors diff takes two files\./],
    [["diff", "not.json", "not.json"], /^not\.json: this is neither an errors\.json/],
    [["diff", "missing.json", "not.json"], /^missing\.json: ENOENT/],
  ])("ends with 2 and a reason: %j", async (args, reason) => {
    const { code, stderr } = await errors(...args);

    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
  });

  it("says what can break a client", async () => {
    await errors("errors.js", "--out", "old", "--format", "json");
    await errors("fewer.js", "--out", "new", "--format", "json");
    const [older, newer] = ["old/errors.json", "new/errors.json"];

    expect(await errors("diff", older, newer)).toMatchObject({
      code: 1,
      stdout: "breaking    code-removed: title_taken: it is gone\nThis can break a client.\n",
    });
    expect(await errors("diff", newer, older)).toMatchObject({
      code: 0,
      stdout: "compatible  code-added: title_taken: it is new\nThis breaks no client.\n",
    });
    expect(await errors("diff", older, older)).toMatchObject({
      code: 0,
      stdout: "Nothing changed.\n",
    });
    const { code, stdout } = await errors("diff", "snapshot.json", older, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      compatible: false,
      changes: [{ rule: "status-changed" }, { rule: "code-added" }],
    });
  });
});
