import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { base } from "./address.ts";

/** Throws if a link of the built site leads to no page or to no heading of it. VitePress itself checks only the pages. */
export function checkAnchors(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".html"),
  );
  const pages = new Map(
    files.map((file) => [`/${file}`, readFileSync(join(folder, file), "utf8")]),
  );
  const dead = [...pages].flatMap(([file, html]) =>
    [...new Set(linksOf(html))]
      .filter((link) => !leadsSomewhere(link, file))
      .map((link) => `${file}: ${link}`),
  );
  if (dead.length > 0) throw new Error(`These links lead nowhere:\n${dead.join("\n")}`);

  function leadsSomewhere(link: string, from: string): boolean {
    const [path = "", anchor = ""] = link.split("#");
    const target = path === "" ? from : `/${path.slice(base.length)}`;
    const html = [target, `${target}.html`, `${target}index.html`]
      .map((file) => pages.get(file))
      .find((text) => text !== undefined);
    if (html === undefined) return existsSync(join(folder, target));
    return anchor === "" || html.includes(`id="${decodeURIComponent(anchor)}"`);
  }
}

function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/<a [^>]*?href="([^"]+)"/g)]
    .map(([, link = ""]) => link)
    .filter((link) => link.startsWith("#") || link.startsWith(base));
}
