import { builtInErrors } from "express-backstop/catalog";
import { describe, expect, it } from "vitest";
import { errorSection } from "../support/error-section.ts";
import { read } from "./pages.ts";

describe("docs/errors.md", () => {
  const sections = read("docs/errors.md")
    .split(/^(?=## )/m)
    .slice(1);

  it("has a heading for each built-in code, and no other", () => {
    const headings = sections.map((section) => /^## `(.+)`$/m.exec(section)?.[1]);

    expect(new Set(headings)).toEqual(new Set(Object.keys(builtInErrors)));
    expect(headings).toHaveLength(Object.keys(builtInErrors).length);
  });

  it.each(Object.values(builtInErrors))("describes $code as the catalog does", (factory) => {
    expect(sections.map((section) => section.trim())).toContain(errorSection(factory).trim());
  });
});
