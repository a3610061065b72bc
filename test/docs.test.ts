import { readFileSync } from "node:fs";
import { builtInErrors } from "express-backstop";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import quickStart from "../examples/quick-start/app.ts";
import { errorSection } from "./support/error-section.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? "";

describe("the README", () => {
  it("shows the quick start as it is", () => {
    const source = readFileSync(new URL("../examples/quick-start/app.ts", import.meta.url), "utf8");

    expect(block("ts")).toBe(source);
  });

  it("shows the answer the quick start gives", async () => {
    const response = await supertest(quickStart).post("/articles").send({ title: "" });

    const { requestId, ...shown } = JSON.parse(block("json")) as Record<string, unknown>;
    expect(JSON.parse(response.text)).toEqual({ ...shown, requestId: expect.any(String) });
    expect(requestId).toMatch(/^req_/);
  });

  it("declares an error that the quick start answers with", async () => {
    const response = await supertest(quickStart).get("/articles/nothing");

    expect(JSON.parse(response.text)).toMatchObject({
      code: "article_not_found",
      detail: "There is no article called nothing.",
      articleTitle: "nothing",
    });
  });
});

describe("docs/errors.md", () => {
  const page = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");
  const sections = page.split(/^(?=## )/m).slice(1);

  it("has a heading for each built-in code, and none for another", () => {
    const headings = sections.map((section) => /^## `(.+)`$/m.exec(section)?.[1]);

    expect(new Set(headings)).toEqual(new Set(Object.keys(builtInErrors)));
    expect(headings).toHaveLength(Object.keys(builtInErrors).length);
  });

  it.each(Object.values(builtInErrors))("says of $code what the catalogue does", (factory) => {
    expect(sections.map((section) => section.trim())).toContain(errorSection(factory).trim());
  });
});

describe("the table of faults", () => {
  const faults = readFileSync(new URL("../docs/faults.md", import.meta.url), "utf8");
  const rows = faults.split("\n").filter((line) => /^\| (?!fault|-)/.test(line));

  it.each(rows.map((row) => [row.split(" | ")[0]?.slice(2) ?? "", row]))(
    "names tests that exist: %s",
    (_fault, row) => {
      const named = [...row.matchAll(/`(test\/[^`]+)`: "([^"]+)"/g)];
      const missing = named.filter(([, file = "", title = ""]) => !titles(file).has(title));

      expect(named).not.toEqual([]);
      expect(missing.map(([what]) => what)).toEqual([]);
    },
  );
});

/** The titles of a file's tests, as they stand in its source. */
function titles(file: string): ReadonlySet<string> {
  const source = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  return new Set(
    [...source.matchAll(/(?:\bit|\))\(\s*"([^"\n]+)",/g)].map(([, title = ""]) => title),
  );
}
