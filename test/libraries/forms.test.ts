import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import express from "express";
import { ConflictError, errorHandler, validate } from "express-backstop";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { blocksOf, page as docsPage, read } from "../docs/pages.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";

const program = chromiumPath();
const reason = program === undefined ? " (skipped: no Chromium; set CHROMIUM_PATH)" : "";
const client = fileURLToPath(new URL("../../src/client/index.ts", import.meta.url));

const Article = z.object({
  title: z.string().min(1),
  tags: z.array(z.string().min(2)),
});

/** Bundles a page that shows a form; its script stands in the folder of the recipes. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: `${import.meta.dirname}/forms`, loader: "tsx" },
    bundle: true,
    write: false,
    jsx: "automatic",
    format: "esm",
    alias: { "express-backstop/client": client },
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

const react = (file: string): Promise<string> =>
  bundle(`
    import { createRoot } from "react-dom/client";
    import { ArticleForm } from "./${file}";
    createRoot(document.querySelector("main")).render(<ArticleForm />);
  `);

const plain = (): Promise<string> =>
  bundle(`
    import { submit } from "./plain.ts";
    document.querySelector("main").innerHTML = \`<form action="/articles">
      <label>Title <input name="title"></label>
      <label>Tag 1 <input name="tags[0]"></label>
      <label>Tag 2 <input name="tags[1]"></label>
      <button>Save</button><p role="alert"></p></form>\`;
    document.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      void submit(event.currentTarget);
    });
  `);

const recipes = [
  ["react-hook-form", () => react("react-hook-form.tsx")],
  ["TanStack Form", () => react("tanstack-form.tsx")],
  ["plain HTML", plain],
] as const;

describe.skipIf(program === undefined).each(recipes)(
  `the form with %s in Chromium${reason}`,
  (_name, script) => {
    let browser: Browser;
    let server: Server;
    let page: Page;

    beforeAll(async () => {
      const code = await script();
      const app = express();
      app.use(express.json(), express.urlencoded({ extended: true }));
      app.get("/", (_req, res) => {
        res.send('<!doctype html><main></main><script type="module" src="/page.js"></script>');
      });
      app.get("/page.js", (_req, res) => void res.type("js").send(code));
      app.post("/articles", validate({ body: Article }), (req, res) => {
        if (req.body.title === "Taken") throw new ConflictError("Another article has this title.");
        res.sendStatus(204);
      });
      app.use(errorHandler({ reporter: false }));
      server = createServer(app);
      await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
      });
      browser = await startChromium(program ?? "");
    });
    afterAll(async () => {
      await browser?.close();
      server?.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    });
    beforeEach(async () => {
      page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    });
    afterEach(() => page.close());

    async function send(...values: readonly [title: string, first: string, second: string]) {
      for (const [index, value] of values.entries()) {
        await page.locator("input").nth(index).fill(value);
      }
      await page.getByRole("button", { name: "Save" }).click();
    }

    /** Returns what the form says beside each of its inputs. */
    const messages = (): Promise<unknown> =>
      page.evaluate(`Array.from(document.querySelectorAll("input"), (input) => {
        const next = input.closest("label").nextElementSibling;
        return input.validationMessage || (next?.matches("p:not([role])") ? next.textContent : "");
      })`);
    const alert = () => page.getByRole("alert").textContent();

    it("shows each text at its field, and none for the form", async () => {
      await send("", "news", "x");

      await expect
        .poll(messages)
        .toEqual(["must have at least 1 character", "", "must have at least 2 characters"]);
      expect(await alert()).toBe("");
    });

    it("shows what belongs to no field for the whole form", async () => {
      await send("Taken", "news", "local");

      await expect.poll(alert).toBe("Another article has this title.");
      expect(await messages()).toEqual(["", "", ""]);
    });

    it("says something without a response, and is sent once it is correct", async () => {
      await page.context().setOffline(true);
      await send("News", "news", "local");
      await expect.poll(alert).toBe("Something went wrong. Try again later.");

      await page.context().setOffline(false);
      await send("", "news", "local");
      await expect.poll(messages).toEqual(["must have at least 1 character", "", ""]);
      await send("News", "news", "local");

      await page.getByText("Saved").waitFor();
      expect(await messages()).toEqual(["", "", ""]);
    });
  },
);

it.each(["react-hook-form.tsx", "tanstack-form.tsx", "plain.ts"])(
  "docs/forms.md shows %s as it is",
  (file) => {
    const shown = blocksOf(docsPage("docs/forms.md"), ["tsx", "ts"]).map(({ code }) => code);

    expect(shown).toContain(read(`test/libraries/forms/${file}`));
  },
);
