import { base, origin } from "./address.ts";
import type { ContentsSection } from "./contents.ts";
import { toSitePath } from "./links.ts";

/**
 * Returns `llms.txt`: what the package is, and its pages with their addresses, for programs that read Markdown.
 *
 * @see https://llmstxt.org
 */
export function toLlmsText(contents: readonly ContentsSection[]): string {
  const sections = contents.map(({ title, pages }) => {
    const items = pages.map(({ path, title: name, covers }) =>
      item(name, toSitePath(path) ?? path, withoutLinks(covers)),
    );
    return `## ${title}\n\n${items.join("")}`;
  });
  return `# express-backstop

> An error-handling package for Express 4 and 5. Whatever is thrown, rejected or passed to next becomes one safe JSON problem (RFC 9457) for the client and one record for the operator.

${item("Getting started", "start.md", "what the package does, the quick start and the options")}${item("All pages in one file", "llms-full.txt", "")}
${sections.join("\n")}
## API reference

${item("All entries", "api/index.md", "the signatures and docstrings of everything that the package exports")}`;
}

function item(title: string, path: string, remark: string): string {
  return `- [${title}](${origin}${base}${path})${remark === "" ? "" : `: ${remark}`}\n`;
}

function withoutLinks(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}
