import { createHash } from "node:crypto";
import { escapeHtml } from "../present/escape-html.ts";
import type { SourcePlace } from "./editor-option.ts";
import { script, style } from "./page-assets.ts";
import type { Block, Headline, ListItem, Section } from "./sections.ts";
import type { StackFrame } from "./stack-frames.ts";

/** Returns the address that opens an editor at a place. */
export type EditorLink = (place: SourcePlace) => string;

/** The Content-Security-Policy of the page: it loads and sends nothing, and runs only its own script. */
export const policy: string = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Writes the page as HTML. */
export function toHtml(
  { title, facts }: Headline,
  sections: readonly Section[],
  markdown: string,
  link: EditorLink | undefined,
): string {
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
    `<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>`,
    `<body><main><header><h1>${escapeHtml(title)}</h1>${factList(facts)}`,
    '<p><button type="button" hidden>Copy as Markdown</button> <span role="status"></span></p></header>',
    ...sections.map(
      ({ heading, blocks }) =>
        `<section><h2>${escapeHtml(heading)}</h2>${blocks.map((block) => blockHtml(block, link)).join("")}</section>`,
    ),
    `<pre id="markdown" hidden>${escapeHtml(markdown)}</pre>`,
    `</main><script>${script}</script></body></html>\n`,
  ].join("");
}

function blockHtml(block: Block, link: EditorLink | undefined): string {
  switch (block.kind) {
    case "text":
      return `<p>${escapeHtml(block.text)}</p>`;
    case "code":
      return `${block.label === undefined ? "" : `<h3>${escapeHtml(block.label)}</h3>`}<pre>${escapeHtml(block.text)}</pre>`;
    case "facts":
      return factList(block.facts);
    case "list":
      return `<ol>${block.items.map(itemHtml).join("")}</ol>`;
    case "source":
      return sourceHtml(block, link);
    case "frames":
      return framesHtml(block, link);
    default:
      return block satisfies never;
  }
}

function factList(facts: Headline["facts"]): string {
  const entries = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<dl>${entries.join("")}</dl>`;
}

function itemHtml({ text, depth }: ListItem): string {
  return `<li style="margin-left:${depth * 1.5}rem">${escapeHtml(text)}</li>`;
}

function sourceHtml(
  { at, lines }: Extract<Block, { kind: "source" }>,
  link: EditorLink | undefined,
): string {
  const rows = lines.map(({ number, text, isCurrent }) => {
    const row = `${isCurrent ? ">" : " "} ${String(number).padStart(5)}  ${escapeHtml(text)}`;
    return isCurrent ? `<mark>${row}</mark>` : row;
  });
  return `<p>${frameHtml(at, link)}</p><pre class="source" tabindex="0" role="group" aria-label="Source of ${escapeHtml(at.text)}">${rows.join("\n")}</pre>`;
}

/** Shows the frames of the app; those of packages and of Node only on demand. */
function framesHtml(
  { frames, shown }: Extract<Block, { kind: "frames" }>,
  link: EditorLink | undefined,
): string {
  const toList = (some: readonly StackFrame[]): string =>
    `<ul>${some.map((frame) => `<li>${frameHtml(frame, link)}</li>`).join("")}</ul>`;
  const own = frames.filter((frame) => frame.isApp && frame !== shown);
  const rest = `<details><summary>All ${frames.length} frames</summary>${toList(frames)}</details>`;
  return (own.length > 0 ? toList(own) : "") + (own.length < frames.length - 1 ? rest : "");
}

function frameHtml({ text, place }: StackFrame, link: EditorLink | undefined): string {
  const shown = `<code>${escapeHtml(text)}</code>`;
  return place && link ? `<a href="${escapeHtml(link(place))}">${shown}</a>` : shown;
}
