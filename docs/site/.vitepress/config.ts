import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { defineConfig } from "vitepress";
import { base, origin, repository } from "../address.ts";
import { readApiContents } from "../api-contents.ts";
import { readContents } from "../contents.ts";
import { withIncludes } from "../include.ts";
import { toAnchor, toSiteLink, toSitePath } from "../links.ts";
import { writeTexts } from "../write-texts.ts";

const docs = fileURLToPath(new URL("../../", import.meta.url));
const contents = readContents();

export default defineConfig({
  title: "express-backstop",
  description:
    "Express errors, handled once: one safe JSON problem for the client, one log record for you.",
  lang: "en-US",
  base,
  srcDir: "..",
  srcExclude: ["site/dist/**"],
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  cleanUrls: true,
  rewrites: (page) => toSitePath(page) ?? page,
  sitemap: { hostname: origin + base },
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: toAnchor },
    config: (md) => {
      // Before the rule of VitePress, which notices a link that leads to no page.
      md.core.ruler.push("links-of-docs", ({ tokens, env }) => {
        // The search has only `path`.
        const { path, realPath = path } = env as {
          readonly path: string;
          readonly realPath?: string;
        };
        const from = relative(docs, realPath);
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const link = token.type === "link_open" ? token.attrGet("href") : null;
          if (link !== null) token.attrSet("href", toSiteLink(link, from));
        }
      });
    },
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      { text: "Pages", link: "/contents" },
      { text: "API", link: "/api/" },
      { text: "llms.txt", link: `${origin}${base}llms.txt` },
    ],
    sidebar: {
      "/": [
        { text: "Getting started", link: "/start" },
        ...contents.map(({ title, pages }) => ({
          text: title,
          items: pages.map((page) => ({
            text: page.title,
            link: `/${page.path.replace(/\.md$/, "")}`,
          })),
        })),
        { text: "API reference", link: "/api/" },
      ],
      "/api/": [
        { text: "All pages", link: "/contents" },
        { text: "Entries", items: readApiContents() },
      ],
    },
    outline: { level: [2, 3] },
    search: {
      provider: "local",
      options: {
        _render: (text, env, md) => md.render(withIncludes(text, pathToFileURL(env.path)), env),
      },
    },
    socialLinks: [{ icon: "github", link: repository }],
  },
  vite: {
    // The index of the search is larger, and is loaded when somebody searches.
    build: { chunkSizeWarningLimit: 2000 },
    ssr: { external: ["vue", "vue/server-renderer"] },
    plugins: [
      {
        name: "includes",
        enforce: "pre",
        transform: (code, id) =>
          id.endsWith(".md") ? withIncludes(code, pathToFileURL(id)) : undefined,
      },
      {
        name: "vue-for-docs",
        enforce: "pre",
        // The pages are outside of this folder, in which Vue is installed.
        async resolveId(id, importer) {
          const isOfPage = /^vue(?:\/|$)/.test(id) && importer?.endsWith(".md");
          return isOfPage ? await this.resolve(id, fileURLToPath(import.meta.url)) : undefined;
        },
      },
    ],
  },
  transformHead: ({ pageData }) => [
    ["link", { rel: "alternate", type: "text/markdown", href: base + pageData.relativePath }],
  ],
  // The home page of VitePress has no main landmark; theme/index.ts keeps this one when a link is followed.
  transformHtml: (html) =>
    html.replace('<div class="VPContent is-home" id="VPContent"', '$& role="main"'),
  buildEnd: ({ outDir, pages, rewrites }) =>
    writeTexts(outDir, contents, new Map(pages.map((page) => [page, rewrites.map[page] ?? page]))),
});
