import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import express from "express";
import {
  asyncHandler,
  errorHandler,
  notFoundHandler,
  requestContext,
  validate,
} from "express-backstop";
import type { Browser, Page } from "playwright-core";
import { build as viteBuild } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { browserBundle } from "../support/browser-bundle.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";
import { errors } from "./errors.ts";

const program = chromiumPath();
const reason = program === undefined ? " (skipped: no Chromium; set CHROMIUM_PATH)" : "";
const entry = fileURLToPath(new URL("tell.ts", import.meta.url));

async function withEsbuild(): Promise<string> {
  return (await browserBundle(`export { tell } from ${JSON.stringify(entry)};`, "esm")).code;
}

async function withVite(): Promise<string> {
  const built = await viteBuild({
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["express-backstop/source", "browser", "import"] },
    build: { write: false, lib: { entry, formats: ["es"] } },
  });
  const [bundle] = Array.isArray(built) ? built : [];
  const chunks = bundle?.output.filter((part) => part.type === "chunk") ?? [];
  return chunks.map(({ code }) => code).join("\n");
}

/** Serves every kind of response that a page can get. */
function api(origin: () => string) {
  const app = express().use(requestContext());
  app.use("/shared", (_req, res, next) => {
    res.set({
      "Access-Control-Allow-Origin": origin(),
      "Access-Control-Expose-Headers": "Retry-After, Date",
    });
    next();
  });
  const router = express.Router();
  router.get("/ok", (_req, res) => void res.send("words"));
  router.get("/articles/:id", (req) => {
    throw errors.article_not_found({ articleId: req.params.id });
  });
  router.get("/search", validate({ query: z.object({ page: z.coerce.number().int() }) }));
  router.get("/broken", () => {
    throw new Error("secret");
  });
  router.get("/foreign", (_req, res) => {
    res.status(409).type("application/problem+json").send('{"type":"https://b.example/x"}');
  });
  router.get("/proxy", (_req, res) => void res.status(502).send("<h1>Bad Gateway</h1>"));
  router.get("/truncated", (_req, res) => {
    res.status(500).type("application/problem+json").set("Content-Length", "1000");
    res.write('{"type":"/pro', () => res.destroy());
  });
  router.get("/cut", (req) => void req.socket.destroy());
  router.get(
    "/later",
    asyncHandler(async (_req, res) => {
      res.set("Retry-After", new Date(Date.now() + 60_000).toUTCString());
      throw errors.service_unavailable();
    }),
  );
  app.use("/shared", router);
  app.use("/closed", router);
  app.use(notFoundHandler());
  return app.use(errorHandler({ reporter: false }));
}

/** A page that asks the address in its query and shows what came of it. */
const html = `<!doctype html><html lang="en"><title>Ask</title><output></output>
<script type="module">
import { tell } from "/tell.js";
const url = new URLSearchParams(location.search).get("url");
document.querySelector("output").textContent = await tell(url);
</script></html>`;

const stops: (() => Promise<void>)[] = [];

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.skipIf(program === undefined).each([
  ["esbuild", withEsbuild],
  ["Vite", withVite],
])(`the client in Chromium, bundled with %s${reason}`, (_name, bundle) => {
  let browser: Browser;
  let page: Page;
  let home: string;
  let elsewhere: string;

  beforeAll(async () => {
    const code = await bundle();
    const site = express();
    site.get("/", (_req, res) => void res.send(html));
    site.get("/tell.js", (_req, res) => void res.type("js").send(code));
    site.use(api(() => home));
    home = await listen(site as RequestListener);
    elsewhere = await listen(api(() => home) as RequestListener);
    browser = await startChromium(program ?? "");
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all(stops.splice(0).map((stop) => stop()));
  });

  async function shows(url: string): Promise<string | null> {
    await page.goto(`${home}/?url=${encodeURIComponent(url)}`);
    const output = page.locator("output:not(:empty)");
    await output.waitFor({ state: "attached" });
    return output.textContent();
  }

  describe.each([
    ["its own origin", () => home],
    ["another origin, by CORS", () => elsewhere],
  ])("reads from %s", (_place, origin) => {
    it.each([
      ["a success", "/ok", /^ok: words$/],
      ["a declared error and its member", "/articles/a17", /^404: no article A17$/],
      ["the fields at fault", "/search?page=x", /^400: #\/page$/],
      ["a failure that reveals nothing", "/broken", /^500: internal_error$/],
      ["another server's problem", "/foreign", /^409 unlisted$/],
      ["a proxy's page", "/proxy", /^502 no_problem, again in some seconds$/],
      ["half a body", "/truncated", /^500 unreadable$/],
      ["a connection that is cut", "/cut", /^0 no_response, again in some seconds$/],
      // Node renews its Date header each second, and later than that on a busy machine.
      ["when to come back", "/later", /^503: service_unavailable, again in (5\d|6[01]) seconds$/],
    ])("%s", async (_what, path, expected) => {
      expect(await shows(`${origin()}/shared${path}`)).toMatch(expected);
    });
  });

  it("treats a response that another origin does not share as a request without a response", async () => {
    expect(await shows(`${elsewhere}/closed/articles/a17`)).toMatch(/^0 no_response/);
    expect(await shows("http://127.0.0.1:1/")).toMatch(/^0 no_response/);
  });
});
