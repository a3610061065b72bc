import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import express from "express";
import { defineErrors, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi, operation } from "express-backstop/openapi";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";

const run = promisify(execFile);
const bin = fileURLToPath(new URL("node_modules/.bin/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "generators-"));
afterAll(() => rmSync(folder, { recursive: true }));

const errors = defineErrors(
  {
    article_gone: {
      status: 410,
      title: "Article gone",
      data: z.object({ articleId: z.string().nullable() }),
    },
  },
  { extend: builtInErrors },
);

/** Writes the document of an app with one route. */
function writeDocument(version: "3.0" | "3.1" | "3.2"): string {
  const app = express();
  const Article = z
    .object({ title: z.string().nullable(), place: z.tuple([z.number(), z.number()]) })
    .meta({ id: "Article" });
  app.put(
    "/articles/:id",
    validate({ body: Article, response: { 200: Article } }),
    operation({ errors: [errors.article_gone, errors.gone] }).handler((_req, res) => res.end()),
  );
  const document = openapi(app, { info: { title: "A", version: "1" }, errors, openapi: version });
  const path = join(folder, `${version}.json`);
  writeFileSync(path, JSON.stringify(document));
  return path;
}

/** Returns the text of all files in a folder. */
function readAll(path: string): string {
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(path, file), "utf8"))
    .join("\n");
}

describe.each(["3.0", "3.1", "3.2"] as const)("OpenAPI %s", (version) => {
  it(
    "is accepted by orval and hey-api, whose clients have the codes of the route",
    { timeout: 120_000 },
    async () => {
      const input = writeDocument(version);
      const orval = join(folder, `orval-${version}`);
      const heyApi = join(folder, `hey-api-${version}`);

      await run(join(bin, "orval"), ["--input", input, "--output", join(orval, "client.ts")], {
        cwd: folder,
      });
      await run(
        join(bin, "openapi-ts"),
        ["--input", input, "--output", heyApi, "--plugins", "@hey-api/typescript"],
        { cwd: folder },
      );

      expect(existsSync(orval)).toBe(true);
      for (const text of [readAll(orval), readAll(heyApi)]) {
        expect(text).toMatch(/article_gone/);
        expect(text).toMatch(/ArticleGoneProblem/);
        expect(text).toMatch(/articleId/);
        expect(text).toMatch(/string \| null/);
      }
    },
  );
});
