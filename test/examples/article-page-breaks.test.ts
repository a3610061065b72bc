import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArticlePage, startArticlePage } from "../support/article-page.ts";
import { axeFindings } from "../support/axe.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";

const program = chromiumPath();
const reason = program === undefined ? " (skipped: no Chromium; set CHROMIUM_PATH)" : "";
const html = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

describe.skipIf(program === undefined)(`the buttons that break it${reason}`, () => {
  let browser: Browser;
  let site: ArticlePage;
  let page: Page;

  beforeAll(async () => {
    site = await startArticlePage();
    browser = await startChromium(program ?? "");
    page = await browser.newPage();
    await page.goto(site.url);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
  });

  async function press(name: string) {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByText(`${name}: done.`).waitFor();
    const text = (id: string) => page.locator(`#${id}`).innerText();
    return {
      request: await text("request"),
      response: await text("response"),
      record: await text("record"),
      person: await text("person"),
    };
  }

  it.each([
    ["Malformed body", "POST /articles", 400, "invalid_json", "Invalid JSON"],
    ["Invalid fields", "POST /articles", 400, "validation_failed", "Please correct what is marked"],
    ["Too large", "POST /articles", 413, "body_too_large", "This is too long"],
    ["Unknown id", "GET /articles/0000", 404, "article_not_found", "This article does not exist"],
    ["Same title twice", "POST /articles", 409, "article_slug_taken", "Beside “title”: is already"],
    ["Database down", "GET /demo/database", 503, "service_unavailable", "Try again in"],
    ["Handler that throws", "GET /demo/throw", 500, "internal_error", "This is our fault"],
    ["Handler that never responds", "GET /demo/silence", 503, "deadline_exceeded", "too long"],
  ])(
    "%s: shows the request, the response, the record and what a person reads",
    async (name, sent, status, code, read) => {
      const { request, response, record, person } = await press(name);

      expect(request).toContain(sent);
      expect(response).toContain(`HTTP ${status} `);
      expect(response).toContain(`"code": "${code}"`);
      // The panel shows JSON, and nothing else.
      const { requestId, ...recorded } = JSON.parse(record) as Record<string, unknown>;
      expect(recorded).toMatchObject({ status, code });
      expect(response).toContain(`x-request-id: ${String(requestId)}`);
      expect(person).toContain(read);
    },
  );

  it("shows the operator what it keeps from the client", async () => {
    const { response, record, person } = await press("Handler that throws");

    expect(record).toMatch(/TypeError[\s\S]+readTitle/);
    expect(response + person).not.toMatch(/TypeError|readTitle/);
    expect(person).toContain("quote req_");
  });

  it("shows how far a stream came that breaks, and its record", async () => {
    const { response, record, person } = await press("Stream that breaks");

    expect(response).toMatch(/The second line\.\s+⚡ The response broke off here\./);
    expect(JSON.parse(record)).toMatchObject({ status: 500, outcome: "truncated" });
    expect(person).toContain("The response of the server is damaged");
  });

  it("says so when the server is away", async () => {
    await site.goAway();
    const { response, record, person } = await press("Unknown id");
    await site.comeBack();

    expect(response).toContain("Failed to fetch");
    expect(record).toContain("Without a response");
    expect(person).toContain("The server does not respond");
  });

  it.each(["light", "dark"] as const)("are accessible, in %s colors", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await press("Handler that throws");
    expect(await axeFindings(page)).toEqual([]);
  });

  it("shows a record only to the visitor whose request failed", async () => {
    const mine = { "demo-visitor": "somebody whom nobody guesses" };
    const failed = await fetch(`${site.url}/demo/throw`, { headers: mine });
    await failed.text();
    const url = `${site.url}/demo/records/${failed.headers.get("x-request-id")}`;

    await expect.poll(async () => (await fetch(url, { headers: mine })).status).toBe(200);
    for (const headers of [
      { "demo-visitor": "somebody else" },
      { "demo-visitor": "" },
      undefined,
    ]) {
      const answer = await fetch(url, headers && { headers });
      expect([answer.status, await answer.text()]).toEqual([204, ""]);
    }
  });
});

describe.skipIf(program === undefined)(`the page without the demonstration${reason}`, () => {
  let browser: Browser;
  let site: ArticlePage;

  beforeAll(async () => {
    site = await startArticlePage(false);
    browser = await startChromium(program ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
  });

  it("breaks nothing, shows no record and signs nobody in", async () => {
    for (const path of ["database", "throw", "silence", "stream", "records/req_1"]) {
      expect([path, (await fetch(`${site.url}/demo/${path}`)).status]).toEqual([path, 404]);
    }
    const answer = await fetch(`${site.url}/demo/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"name":"ada"}',
    });
    expect(answer.status).toBe(404);
  });

  it("takes a token, and says so when something else is pasted", async () => {
    const page = await browser.newPage();
    await page.goto(site.url);
    expect(await page.getByRole("heading", { name: "Break it" }).count()).toBe(0);
    await page.getByLabel("Your token").fill("not a token");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This is not a token.").waitFor();
    await page.getByLabel("Your token").fill(await site.token("Ça va"));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Signed in as Ça va").waitFor();
    await page.getByLabel("Title").fill("Without the demonstration");
    await page.getByLabel("Content").fill("Words.");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    expect(await site.titles()).toEqual(["Without the demonstration"]);
  });

  it("is sent to those who ask for HTML, with a strict policy; others get what they got without it", async () => {
    const page = await fetch(site.url, { headers: html });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; (?!.*(?:unsafe|\*|data:))/,
    );
    for (const accept of ["*/*", "application/json", "application/json, text/html;q=0.5"]) {
      const answer = await fetch(site.url, { headers: { accept } });
      expect(await answer.json()).toMatchObject({ status: 404, code: "route_not_found" });
      expect(answer.headers.get("vary")).toBe("Accept");
    }
  });

  it("is small: its script, with the client and the catalog, has less than 45 kB when compressed", async () => {
    const script = await fetch(`${site.url}/web/main.js`);
    expect(gzipSync(await script.arrayBuffer()).length).toBeLessThan(45_000);
  });
});
