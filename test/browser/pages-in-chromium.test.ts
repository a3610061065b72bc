import { ConflictError, ValidationError } from "express-backstop";
import { problemTypes } from "express-backstop/problem-types";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Served, serve } from "../support/app.ts";
import { axeFindings } from "../support/axe.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";
import { errors } from "./errors.ts";

const program = chromiumPath();
const reason = program === undefined ? " (skipped: no Chromium; set CHROMIUM_PATH)" : "";
const long = "x".repeat(300);

const pages = [
  ["the list of problem types", "/problems", "Problem types"],
  ["a problem type with members", "/problems/article_not_found", "Article not found"],
  [
    "a built-in problem type",
    "/problems/request_header_fields_too_large",
    "Request header fields too large",
  ],
  ["an error", "/taken", "Conflict"],
  ["an error with fields at fault", "/invalid", "Validation failed"],
  ["an error with everything long", "/long", long],
] as const;

describe.skipIf(program === undefined)(`the pages in Chromium${reason}`, () => {
  let browser: Browser;
  let app: Served;
  let page: Page;
  /** A page that runs no scripts. */
  let plain: Page;
  const at = (path: string) => `http://127.0.0.1:${app.port}${path}`;

  beforeAll(async () => {
    app = await serve(
      (site) => {
        site.use("/problems", problemTypes(errors));
        site.get("/taken", () => {
          throw new ConflictError("Another article has this title.");
        });
        site.get("/invalid", () => {
          throw new ValidationError([
            { in: "body", pointer: "#/title", code: "required", detail: "is required" },
            { in: "query", pointer: `#/${long}`, code: "too_long", detail: "is too long" },
          ]);
        });
        site.get("/long", () => {
          throw new ConflictError(long, {
            title: long,
            extensions: { [long]: { [long]: [long] } },
            cause: new Error(long),
          });
        });
      },
      { html: true },
    );
    browser = await startChromium(program ?? "");
    page = await browser.newPage({ viewport: { width: 420, height: 800 } });
    plain = await browser.newPage({ javaScriptEnabled: false });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.[Symbol.asyncDispose]();
  });

  describe.each(pages)("%s", (_name, path, heading) => {
    it("can be read without scripts, and says what it is in title, main and one h1", async () => {
      await plain.goto(at(path));

      expect(await plain.title()).toBe(heading);
      expect(await plain.locator("main h1").allInnerTexts()).toEqual([heading]);
      expect(await plain.locator("h1").count()).toBe(1);
      expect(await plain.locator("script").count()).toBe(0);
    });

    it("fits on a small screen", async () => {
      await page.goto(at(path));

      for (const width of [420, 320]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
          width,
        );
      }
    });

    it.each(["light", "dark"] as const)("is accessible, in %s colors", async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(at(path));

      expect(await axeFindings(page)).toEqual([]);
    });
  });

  it("leads from the list to a type and back, without scripts", async () => {
    await plain.goto(at("/problems"));

    await plain.getByRole("link", { name: "article_not_found" }).click();
    expect(await plain.locator("h1").innerText()).toBe("Article not found");
    await plain.getByRole("link", { name: "All problem types" }).click();
    expect(await plain.locator("h1").innerText()).toBe("Problem types");
  });

  it("loads nothing besides itself, and nothing of it is refused by its own policy", async () => {
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    page.on("console", (message) => complaints.push(message.text()));

    for (const [, path] of pages) await page.goto(at(path));

    expect(asked.filter((path) => path !== "/favicon.ico")).toEqual(pages.map(([, path]) => path));
    expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([]);
  });
});
