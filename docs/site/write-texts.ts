import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { base, origin } from "./address.ts";
import type { ContentsSection } from "./contents.ts";
import { toSitePath } from "./links.ts";
import { toLlmsText } from "./llms-text.ts";
import { toTwin } from "./twin.ts";

/**
 * Writes the texts for programs that read Markdown: each page at its address with `.md`, `llms.txt`, which lists the
 * pages, and `llms-full.txt`, which has their texts.
 *
 * @param folder - Where the built site is.
 * @param pages - The paths of the pages: that from docs/, and that on the site.
 */
export function writeTexts(
  folder: string,
  contents: readonly ContentsSection[],
  pages: ReadonlyMap<string, string>,
): void {
  const twins = new Map([...pages].map(([source, path]) => [path, toTwin(source)]));
  for (const [path, text] of twins) write(path, text);
  write("llms.txt", toLlmsText(contents));

  const inOrder = [
    "start.md",
    ...contents.flatMap((section) => section.pages.map(({ path }) => toSitePath(path) ?? path)),
  ];
  const texts = inOrder.map(
    (path) => `<!-- ${origin}${base}${path} -->\n\n${twins.get(path) ?? ""}`,
  );
  write("llms-full.txt", texts.join("\n"));

  function write(path: string, text: string): void {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
