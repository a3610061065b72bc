import { ConflictError } from "express-backstop";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Served, serve } from "../support/app.ts";
import { axeFindings } from "../support/axe.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";

const program = chromiumPath();
const reason = program === undefined ? " (skipped: no Chromium; set CHROMIUM_PATH)" : "";
const long = "x".repeat(300);

describe.skipIf(program === undefined)(`the developer's page in Chromium${reason}`, () => {
  let browser: Browser;
  let app: Served;
  let page: Page;
  const at = (path: string) => `http://127.0.0.1:${app.port}${path}`;

  beforeAll(async () => {
    app = await serve(
      (site) => {
        site.get("/articles/:id", function readArticle() {
          throw new TypeError("Cannot read the article", { cause: new Error("no row") });
        });
        site.get("/long", () => {
          throw new ConflictError(long, { extensions: { [long]: [long] }, cause: new Error(long) });
        });
      },
      { debug: true },
    );
    browser = await startChromium(program ?? "");
    const context = await browser.newContext({
      permissions: ["clipboard-read", "clipboard-write"],
    });
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.[Symbol.asyncDispose]();
  });

  describe.each(["/articles/7", "/long", "/no/such/path"])("for %s", (path) => {
    it("fits on a small screen", async () => {
      for (const width of [1200, 390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(at(path));

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

  it("copies everything as Markdown, and says so", async () => {
    await page.goto(at("/articles/7"));

    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    await page.getByText("Copied.").waitFor();

    const copied = await page.evaluate("navigator.clipboard.readText()");
    expect(copied).toMatch(/^# TypeError: Cannot read the article\n\n- Response: 500/);
    expect(copied).toContain("## Caused by Error: no row");
  });

  it("shows the text to copy where the clipboard is closed", async () => {
    const context = await browser.newContext({ permissions: [] });
    const closed = await context.newPage();
    await closed.addInitScript("delete Navigator.prototype.clipboard");
    await closed.goto(at("/articles/7"));

    await closed.getByRole("button", { name: "Copy as Markdown" }).click();
    await closed.getByText("Copy the text at the end of this page.").waitFor();

    expect(await closed.evaluate("String(getSelection())")).toContain("# TypeError: Cannot");
    await context.close();
  });

  it("can be read without scripts, and then has no button", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(at("/articles/7"));

    expect(await plain.locator("main h1").innerText()).toBe("TypeError: Cannot read the article");
    expect(await plain.getByRole("button").count()).toBe(0);
    await context.close();
  });

  it("links the source to the editor, opens the other frames on demand, and loads nothing", async () => {
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    page.on("console", (message) => complaints.push(message.text()));

    await page.goto(at("/articles/7"));
    const link = page.getByRole("link", { name: /^readArticle/ }).first();
    await page
      .getByText(/^All \d+ frames$/)
      .first()
      .click();

    expect(await link.getAttribute("href")).toMatch(
      /^vscode:\/\/file\/.+developer-page-in-chromium\.test\.ts:\d+:\d+$/,
    );
    expect(await page.getByText("handleRequest").first().isVisible()).toBe(true);
    expect(asked.filter((path) => path !== "/favicon.ico")).toEqual(["/articles/7"]);
    expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([]);
  });
});
