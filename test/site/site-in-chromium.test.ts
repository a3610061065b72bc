import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "../support/axe.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";
import { type ServedSite, serveSite } from "./serve-site.ts";

const program = chromiumPath();
const reason = program === undefined ? " (skipped: no Chromium; set CHROMIUM_PATH)" : "";

const pages = [
  ["the home page", "", "express-backstop"],
  ["getting started", "start", "express-backstop"],
  ["a page", "catching", "Catching errors"],
  ["a page with wide tables", "comparison", "Comparison"],
  ["a page of a folder", "recipes/jwt", "Tokens and guards"],
  ["an entry of the API", "api/client", "express-backstop/client"],
] as const;

const views = [
  ["on a phone, light", { width: 390, height: 844 }, "light"],
  ["on a desktop, dark", { width: 1280, height: 900 }, "dark"],
] as const;

describe.skipIf(program === undefined)(`the site in Chromium${reason}`, () => {
  let site: ServedSite;
  let browser: Browser;

  beforeAll(async () => {
    site = await serveSite();
    browser = await startChromium(program ?? "");
  });
  afterAll(async () => {
    await browser.close();
    await site[Symbol.asyncDispose]();
  });

  describe.each(views)("%s", (_view, viewport, colorScheme) => {
    let page: Page;
    const mistakes: string[] = [];

    beforeAll(async () => {
      page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
      page.on("pageerror", (error) => mistakes.push(error.message));
      page.on("requestfailed", (request) => mistakes.push(request.url()));
    });
    afterAll(() => page.close());

    it.each(pages)("shows %s without barriers", async (_what, path, heading) => {
      await page.goto(site.url + path, { waitUntil: "networkidle" });

      expect(await page.textContent("h1")).toContain(heading);
      // Wide tables and code scroll in themselves.
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
      expect(await axeFindings(page)).toEqual([]);
      expect(mistakes).toEqual([]);
    });
  });

  it("keeps the landmark of the home page when links are followed", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${site.url}start`, { waitUntil: "networkidle" });
    const main = () => page.locator("main, [role=main]").count();

    await page.click(".VPNavBarTitle a");
    await page.waitForSelector(".VPHero");
    await expect.poll(main).toBe(1);
    await page.click(".VPHero .brand");
    await page.waitForSelector(".VPDoc");

    await expect.poll(main).toBe(1);
    await page.close();
  });

  it("finds a function and opens its page", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(site.url, { waitUntil: "networkidle" });

    await page.keyboard.press("Control+k");
    await page.fill("#localsearch-input", "pipeResponse");
    await page.waitForSelector("#localsearch-list .result");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#piperesponse$/);

    expect(await page.textContent("#piperesponse")).toContain("pipeResponse");
    await page.close();
  });

  it("has the Markdown of a page at its address with .md, and names it in the page", async () => {
    const html = await (await fetch(`${site.url}recipes/jwt`)).text();
    const [, href = ""] =
      /<link rel="alternate" type="text\/markdown" href="([^"]+)"/.exec(html) ?? [];
    const twin = await fetch(new URL(href, site.url));

    expect(await twin.text()).toMatch(/^# Tokens and guards\n/);
  });
});
