import { base, origin } from "./address.ts";
import { docs, readPage } from "./contents.ts";
import { withIncludes } from "./include.ts";
import { toSiteLink } from "./links.ts";

/**
 * Returns the Markdown of a page as the site has it: with the texts that the page includes, with a heading in place
 * of the front matter, and with whole addresses, of which those of pages end in `.md`. Code stays as it is.
 *
 * @param source - The path of the page from docs/.
 */
export function toTwin(source: string): string {
  const page = readPage(source).replace(/^---\n([\s\S]*?)\n---\n+/, (_all, matter: string) =>
    headingOf(matter),
  );
  return withIncludes(page, new URL(source, docs))
    .split(/^( *```[\s\S]*?^ *```$)/m)
    .map((part, index) => (index % 2 === 1 ? part : withAddresses(part, source)))
    .join("");
}

function withAddresses(text: string, source: string): string {
  return text.replaceAll(/\]\(([^)\s]+)\)/g, (_match, link: string) => {
    const target = toSiteLink(link, source);
    return `](${target.startsWith("/") ? origin + base + target.slice(1) : target})`;
  });
}

/** Returns the heading of the home page, which its front matter has. */
function headingOf(matter: string): string {
  const [, name = ""] = /^ +name: (.+)$/m.exec(matter) ?? [];
  const [, tagline = ""] = /^ +tagline: (.+)$/m.exec(matter) ?? [];
  return `# ${name}\n\n${tagline}\n\n`;
}
