import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Router } from "express";
import { operation } from "express-backstop/openapi";

/** The files of the web page, as browsers get them, by name. */
export type WebPageFiles = Readonly<Record<"main.js" | (typeof staticFiles)[number], string>>;

const staticFiles = ["index.html", "colors.css", "layout.css", "controls.css", "icon.svg"] as const;
const folder = new URL("web/", import.meta.url);

/**
 * Reads the files of the web page and compiles its script, with the client of this package and the catalog in it. An app
 * of your own would do so before it is deployed.
 */
export async function readWebPage(): Promise<WebPageFiles> {
  const script = await build({
    entryPoints: [fileURLToPath(new URL("main.ts", folder))],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["express-backstop/source"],
  });
  const texts = staticFiles.map(async (name) => [
    name,
    await readFile(new URL(name, folder), "utf8"),
  ]);
  // One entry for each name.
  const files = Object.fromEntries(await Promise.all(texts)) as Omit<WebPageFiles, "main.js">;
  return { ...files, "main.js": script.outputFiles[0]?.text ?? "" };
}

/** Serves the web page at `/` to those who ask for HTML. */
export function webPage(files: WebPageFiles, demo: boolean) {
  const router = Router();
  router.use(operation({ hidden: true }));
  const { "index.html": html, ...others } = files;
  const page = html.replace('data-demo="off"', `data-demo="${demo ? "on" : "off"}"`);

  router.get("/", (req, res, next) => {
    res.vary("Accept");
    // Clients that take anything, such as curl, get what they get without a page.
    if (req.accepts(["json", "html"]) !== "html") return next();
    res.set(securityHeaders).type("html").send(page);
  });
  for (const [name, text] of Object.entries(others)) {
    router.get(`/web/${name}`, (_req, res) => {
      res.set(securityHeaders).type(name).send(text);
    });
  }
  return router;
}

const securityHeaders = {
  "Cache-Control": "no-cache",
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
