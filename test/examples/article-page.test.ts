import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ArticlePage, startArticlePage } from "../support/article-page.ts";
import { axeFindings } from "../support/axe.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";

const program = chromiumPath();
const reason = program === undefined ? " (skipped: no Chromium; set CHROMIUM_PATH)" : "";

describe.skipIf(program === undefined)(`a person at the article page${reason}`, () => {
  let browser: Browser;
  let site: ArticlePage;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    site = await startArticlePage();
    browser = await startChromium(program ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    page = await open("ada");
  });
  afterEach(() => page.context().close());

  /** Opens the page in a browser of its own, signed in or not, with a list that follows others or stays. */
  async function open(name?: string, isLive = true): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    if (!isLive) await context.route("**/articles/events", (route) => route.abort());
    const opened = await context.newPage();
    opened.on("console", (message) => complaints.push(message.text()));
    opened.on("pageerror", (error) => complaints.push(error.message));
    await opened.goto(site.url);
    if (name !== undefined) {
      await opened.getByLabel("Your name").fill(name);
      await opened.getByRole("button", { name: "Sign in" }).click();
      await opened.getByText(`Signed in as ${name}`).waitFor();
    }
    return opened;
  }

  async function write(title: string, content = "Words.", tags = ""): Promise<void> {
    await page.getByLabel("Title").fill(title);
    await page.getByLabel("Content").fill(content);
    await page.getByLabel("Tags").fill(tags);
    await page.getByRole("button", { name: "Save" }).click();
  }

  const heading = (at = page) => at.locator("#panel-heading");
  const alert = (at = page) => at.locator("#panel-notice [role=alert]");
  const field = (label: string) => page.getByLabel(label);

  /** Returns what a screen reader reads after the name of a field. */
  async function description(label: string): Promise<string> {
    const ids = (await field(label).getAttribute("aria-describedby")) ?? "";
    const parts = ids.split(" ").map((id) => page.locator(`#${id}:not([hidden])`));
    const texts = await Promise.all(parts.map((part) => part.allTextContents()));
    return texts.flat().join(" ");
  }

  it("writes an article, finds it in the list, edits it and deletes it", async () => {
    await write("First <b>article</b>", "One.\n\nTwo.", "news, <i>");
    await page.getByText("Saved.").waitFor();
    expect(await heading().innerText()).toBe("First <b>article</b>");
    expect(await page.locator("#reader-content").innerText()).toBe("One.\n\nTwo.");
    expect(await page.locator("#reader-facts").innerText()).toMatch(
      /^By ada, .*, about news, <i>$/,
    );

    await page.getByRole("button", { name: "Write an article" }).click();
    await page.getByRole("button", { name: "First <b>article</b>" }).click();
    await page.getByRole("button", { name: "Edit" }).click();
    expect(await field("Tags").inputValue()).toBe("news, <i>");
    await field("Title").fill("Second title");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    expect(await site.titles()).toContain("Second title");

    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete it forever" }).click();
    await page.getByText("“Second title” is deleted.").waitFor();
    expect(await site.titles()).not.toContain("Second title");
  });

  it("does all of it with the keyboard, and the focus is never lost", async () => {
    await field("Title").focus();
    await page.keyboard.type("By keyboard");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Words.");
    for (const key of ["Tab", "Tab", "Enter"]) await page.keyboard.press(key);
    await page.getByText("Saved.").waitFor();
    expect(await focused()).toBe("By keyboard");

    for (const key of ["Tab", "Tab", "Enter"]) await page.keyboard.press(key);
    expect(await focused()).toBe("Keep it");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("Delete");
    for (const key of ["Shift+Tab", "Enter"]) await page.keyboard.press(key);
    expect(await focused()).toBe("Edit the article");
  });

  const focused = () => page.evaluate("document.activeElement.textContent");

  it("reads the problem of each field beside the field, and keeps what was typed", async () => {
    await write("", "", `fine, ${"x".repeat(41)}`);
    await alert().waitFor();

    expect(await alert().innerText()).toContain("Please correct what is marked");
    expect(await description("Title")).toBe("The title must have at least 1 character.");
    expect(await description("Content")).toBe("The content must have at least 1 character.");
    expect(await description("Tags")).toBe(
      "Separate them with commas. Tag 2 must have at most 40 characters.",
    );
    for (const label of ["Title", "Content", "Tags"]) {
      expect(await field(label).getAttribute("aria-invalid")).toBe("true");
    }
    expect(await page.evaluate("document.activeElement.id")).toBe("title");
    expect(await field("Tags").inputValue()).toBe(`fine, ${"x".repeat(41)}`);

    await write("Corrected", "Words.", "fine");
    await page.getByText("Saved.").waitFor();
  });

  it("reads beside the title that another article has it", async () => {
    await write("Taken");
    await page.getByText("Saved.").waitFor();
    await page.getByRole("button", { name: "Write an article" }).click();
    await write("taken!", "Other words.");
    await alert().waitFor();

    expect(await description("Title")).toBe("The title is already in use.");
    expect(await field("Content").inputValue()).toBe("Other words.");
    expect(await field("Content").getAttribute("aria-invalid")).toBeNull();
  });

  it("sees that a failure is not their fault, waits as long as the server asks for, and tries again", async () => {
    site.databaseDown(true);
    await write("Patience");
    await alert().waitFor();

    expect(await alert().innerText()).toMatch(
      /^Something is broken on our side\s+This is our fault, not yours. Please try again.\s+If you ask us about it, quote req_\w+\.$/,
    );
    const again = page.getByRole("button", { name: "Try again" });
    expect(await again.innerText()).toMatch(/^Try again in [1-5] s$/);
    expect(await again.isDisabled()).toBe(true);
    site.databaseDown(false);
    await page.getByRole("button", { name: "Try again", exact: true }).click();
    await page.getByText("Saved.").waitFor();
    expect((await site.titles()).filter((title) => title === "Patience")).toHaveLength(1);
  });

  it("loses nothing while the server goes away and comes back, even if the page is loaded again", async () => {
    await field("Title").fill("Storm");
    await site.goAway();
    await write("Storm", "Words in the dark.");
    await alert().waitFor();
    expect(await alert().innerText()).toContain("The server does not respond");
    await page.getByRole("button", { name: "Try again" }).click();
    await alert().waitFor();
    expect(await field("Content").inputValue()).toBe("Words in the dark.");

    await site.comeBack();
    await page.reload();
    expect(await field("Content").inputValue()).toBe("Words in the dark.");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    expect((await site.titles()).filter((title) => title === "Storm")).toHaveLength(1);
  });

  it("makes one article of a save whose response was lost and that was tried again", async () => {
    // Chromium itself sends the POST again if the connection was an old one.
    site.loseResponses(true);
    await write("Sent again");
    await alert().waitFor();
    site.loseResponses(false);
    expect(await site.titles()).toContain("Sent again");

    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Saved.").waitFor();

    expect(await heading().innerText()).toBe("Sent again");
    expect((await site.titles()).filter((title) => title === "Sent again")).toHaveLength(1);
  });

  it("is warned before a change of somebody else is lost, sees both versions, and chooses", async () => {
    await write("Shared", "Original.");
    await page.getByText("Saved.").waitFor();
    await page.getByRole("button", { name: "Edit" }).click();
    const elsewhere = await open("ada");
    await elsewhere.getByRole("button", { name: "Shared" }).click();
    await elsewhere.getByRole("button", { name: "Edit" }).click();
    await elsewhere.getByLabel("Content").fill("Theirs.");
    await elsewhere.getByRole("button", { name: "Save" }).click();
    await elsewhere.getByText("Saved.").waitFor();

    await field("Content").fill("Mine.");
    await page.getByRole("button", { name: "Save" }).click();
    const conflict = page.locator("#conflict");
    await conflict.waitFor();
    expect(await focused()).toBe("This article was changed while you were writing");
    expect(await conflict.locator(".text").allInnerTexts()).toEqual(["Mine.", "Theirs."]);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Save my version" }).click();
    await page.getByText("Saved.").waitFor();
    expect(await page.locator("#reader-content").innerText()).toBe("Mine.");

    await elsewhere.getByRole("button", { name: "Edit" }).click();
    await elsewhere.getByLabel("Content").fill("Theirs again.");
    await elsewhere.getByRole("button", { name: "Save" }).click();
    await elsewhere.getByRole("button", { name: "Continue with the saved version" }).click();
    expect(await elsewhere.getByLabel("Content").inputValue()).toBe("Mine.");
    await elsewhere.context().close();
  });

  it("is told to sign in, and then saves what was typed before", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await write("Before signing in");
    await alert().waitFor();
    expect(await alert().innerText()).toContain("Please sign in first");

    await page.getByLabel("Your name").fill("//");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Write a name of letters.").waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("who");
    await page.getByLabel("Your name").fill("grace");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Signed in as grace").waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
  });

  it("has no buttons for what others have written", async () => {
    await write("Of ada");
    await page.getByText("Saved.").waitFor();
    const other = await open("grace", false);
    await other.getByRole("button", { name: "Of ada" }).click();
    await other.getByText("Words.").waitFor();

    expect(await page.getByRole("button", { name: "Edit" }).isVisible()).toBe(true);
    expect(await other.getByRole("button", { name: "Edit" }).isVisible()).toBe(false);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete it forever" }).click();
    await page.getByText("is deleted.").waitFor();
    await other.getByRole("button", { name: "Of ada" }).click();
    await alert(other).waitFor();
    expect(await alert(other).innerText()).toContain("This article does not exist");
    await other.context().close();
  });

  it("sees more of a long list, and the part that is there stays when more cannot be loaded", async () => {
    const authorization = `Bearer ${await site.token("ada")}`;
    for (let number = 0; number < 25; number += 1) {
      const body = JSON.stringify({ title: `Numbered ${number}`, content: "Words." });
      const headers = { authorization, "content-type": "application/json" };
      await fetch(`${site.url}/articles`, { method: "POST", headers, body });
    }
    await page.reload();
    await page.getByText("20 articles, and there are more.").waitFor();
    await site.goAway();
    await page.getByRole("button", { name: "Show more" }).click();
    const notice = page.locator("#list-notice");
    await notice.getByText("The server does not respond").waitFor();
    expect(await page.locator("#list li").count()).toBe(20);
    await site.comeBack();
    await notice.getByRole("button", { name: "Try again" }).click();
    await page.locator("#list li").nth(20).waitFor();
    expect(await page.evaluate("document.activeElement.closest('li') !== null")).toBe(true);
  });

  it.each([
    ["light", 1200],
    ["dark", 320],
  ] as const)(
    "finds the page accessible, in %s colors and %i pixels wide",
    async (colorScheme, width) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      expect(await axeFindings(page)).toEqual([]);
      await write("");
      await alert().waitFor();
      expect(await axeFindings(page)).toEqual([]);
      site.databaseDown(true);
      await write(`Accessible ${colorScheme} ${width} ${"long".repeat(30)}`);
      await alert().getByText("broken on our side").waitFor();
      expect(await axeFindings(page)).toEqual([]);
      site.databaseDown(false);
      await page.getByRole("button", { name: "Try again", exact: true }).click();
      await page.getByText("Saved.").waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
        width,
      );
    },
  );

  const live = () => page.locator("#live");
  const listed = (at = page) => at.locator("#list li button").allInnerTexts();

  it("sees at once what others write, rename and delete, and keeps the place of the focus", async () => {
    const other = await open("grace");
    await page.getByText("The list shows changes by others at once.").waitFor();
    await other.getByLabel("Title").fill("Of grace");
    await other.getByLabel("Content").fill("Words.");
    await other.getByRole("button", { name: "Save" }).click();
    await other.getByText("Saved.").waitFor();
    await expect.poll(() => listed()).toContain("Of grace");

    await page.getByRole("button", { name: "Of grace", exact: true }).focus();
    await other.getByRole("button", { name: "Edit" }).click();
    await other.getByLabel("Title").fill("Renamed by grace");
    await other.getByRole("button", { name: "Save" }).click();
    await expect.poll(focused).toBe("Renamed by grace");
    expect(await listed()).not.toContain("Of grace");

    await other.getByRole("button", { name: "Delete" }).click();
    await other.getByRole("button", { name: "Delete it forever" }).click();
    await expect.poll(() => listed()).not.toContain("Renamed by grace");
    expect(await focused()).toBe("All articles");
    await other.context().close();
  });

  it("reads that the list is not live while the database is down, and misses nothing of that time", async () => {
    await page.getByText("The list shows changes by others at once.").waitFor();
    site.databaseDown(true);
    await page.getByText("Something is broken on our side.", { exact: false }).waitFor();
    expect(await live().innerText()).toMatch(/^The list does not show changes by others/);
    await site.write("While it was down");
    site.databaseDown(false);

    await page.getByText("The list shows changes by others at once.").waitFor({ timeout: 15_000 });
    await expect.poll(() => listed()).toContain("While it was down");
  });

  it("misses nothing while the server is away", async () => {
    await page.getByText("The list shows changes by others at once.").waitFor();
    await site.goAway();
    await page.getByText("The list does not show changes by others", { exact: false }).waitFor();
    await site.write("While it was away");
    await site.comeBack();

    await expect.poll(() => listed(), { timeout: 15_000 }).toContain("While it was away");
  });

  it("has met no script that failed, and nothing that the policy of the page refuses", () => {
    // Chromium prints each failed request too.
    expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([]);
  });
});
