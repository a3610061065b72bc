import { defineErrors } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { describe, expect, it } from "vitest";
import { referenceFiles } from "../../src/reference/files.ts";
import { toReference } from "../../src/reference/reference.ts";
import { axeFindings } from "../support/axe.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";

const chromium = chromiumPath();

const catalog = defineErrors(
  { article_not_found: { status: 404, title: "Article not found", fix: "Look at the list." } },
  { extend: builtInErrors },
);
const files = referenceFiles(toReference(catalog, { typeBase: "/problems/" }));

describe.skipIf(chromium === undefined)("the reference in Chromium", () => {
  it("is searched by words of codes, titles and texts, and hides groups without a match", async () => {
    await using browser = await startChromium(chromium ?? "");
    const page = await browser.newPage();
    await page.setContent(files.get("index.html") ?? "");
    const shown = () => page.locator("tbody tr:visible").count();
    const all = await shown();

    await page.getByRole("searchbox").fill("LIST article");

    expect(all).toBe(Object.keys(catalog).length);
    expect(await page.locator("tbody tr:visible code").allInnerTexts()).toEqual([
      "article_not_found",
    ]);
    expect(await page.locator("section:visible h2").allInnerTexts()).toEqual(["Not found"]);
    expect(await page.getByRole("status").innerText()).toBe("1 found");
    await page.getByRole("searchbox").fill(" ");
    expect(await shown()).toBe(all);
  });

  it.each(["index.html", "article_not_found.html"])(
    "has nothing that axe finds: %s",
    async (name) => {
      await using browser = await startChromium(chromium ?? "");
      const page = await browser.newPage();
      await page.setContent(files.get(name) ?? "");

      expect(await axeFindings(page)).toEqual([]);
    },
  );
});
