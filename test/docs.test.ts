import { readFileSync } from "node:fs";
import { builtInErrors } from "express-backstop/catalog";
import { describe, expect, it } from "vitest";
import { errorSection } from "./support/error-section.ts";

describe("docs/errors.md", () => {
  const page = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");
  const sections = page.split(/^(?=## )/m).slice(1);

  it("has a heading for each built-in code, and none for another", () => {
    const headings = sections.map((section) => /^## `(.+)`$/m.exec(section)?.[1]);

    expect(new Set(headings)).toEqual(new Set(Object.keys(builtInErrors)));
    expect(headings).toHaveLength(Object.keys(builtInErrors).length);
  });

  it.each(Object.values(builtInErrors))("says of $code what the catalog does", (factory) => {
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
