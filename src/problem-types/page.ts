import type { ProblemTypeDescription } from "../catalog/describe-error.ts";
import { escapeHtml } from "../present/escape-html.ts";

/** A described code; its example is the body that the app sends. */
export interface ShownType extends Omit<ProblemTypeDescription, "example"> {
  /** Undefined if the serializer of the app fails without a real request. */
  readonly example: unknown;
}

/** Returns the HTML page that lists all codes. `prefix` is the relative URL from this page to the pages of the codes. */
export function indexPage(types: readonly ShownType[], prefix: string): string {
  const rows = types.map(
    ({ code, status, title, deprecated }) =>
      `<tr><th scope="row"><a href="${escapeHtml(prefix + code)}"><code>${breakable(code)}</code></a></th><td>${status}</td><td>${escapeHtml(title)}${deprecated ? " (deprecated)" : ""}</td></tr>`,
  );
  return page(
    "Problem types",
    `<h1>Problem types</h1>
<p>The problems that this API sends (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>), by its <code>code</code>.</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Title</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table>`,
  );
}

/**
 * Returns the HTML page of one code.
 *
 * @param more HTML at the end of the page. Default: none.
 * @param index The relative URL of the list of all codes. Default: `./`.
 * @param ending What follows a code in the relative URL of its page. Default: nothing.
 */
export function typePage(described: ShownType, more = "", index = "./", ending = ""): string {
  const { code, type, status, title, description, fix, docs, retry, members, example } = described;
  const { since, deprecated, replacedBy } = described;
  const facts: [string, string][] = [
    ["Status", String(status)],
    ["Code", `<code>${escapeHtml(code)}</code>`],
    ["Type", `<code>${escapeHtml(type)}</code>`],
    ["When it happens", description === undefined ? "Not described." : prose(description)],
    ["How to fix it", fix === undefined ? "Not described." : prose(fix)],
    [
      "Retry",
      retry === "later" ? "The same request may succeed later." : "The same request fails again.",
    ],
  ];
  if (since !== undefined) facts.push(["Since", escapeHtml(since)]);
  if (deprecated) facts.push(["Deprecated", replacementOf(replacedBy, ending)]);
  if (docs !== undefined) {
    const address = escapeHtml(docs);
    facts.push(["Documentation", `<a href="${address}">${address}</a>`]);
  }
  return page(
    title,
    `<h1>${escapeHtml(title)}</h1>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("\n")}</dl>
${membersTable(members)}${example === undefined ? "" : exampleBlock(example)}${more}`,
    `<nav><a href="${index}">All problem types</a></nav>\n`,
  );
}

function replacementOf(code: string | undefined, ending: string): string {
  if (code === undefined) return "The API will stop sending it.";
  const name = escapeHtml(code);
  return `<a href="./${name}${ending}"><code>${name}</code></a> takes its place.`;
}

function exampleBlock(example: unknown): string {
  const text = escapeHtml(JSON.stringify(example, undefined, 2));
  return `<h2 id="example">Example</h2>
<pre tabindex="0" role="region" aria-labelledby="example">${text}</pre>`;
}

function membersTable(members: ProblemTypeDescription["members"]): string {
  const rows = Object.entries(members?.properties ?? {}).map(([name, rule]) => {
    const required = Array.isArray(members?.["required"]) && members["required"].includes(name);
    return `<tr><th scope="row"><code>${escapeHtml(name)}</code></th><td><code>${escapeHtml(JSON.stringify(rule))}</code></td><td>${required ? "always" : "may be absent"}</td></tr>`;
  });
  if (rows.length === 0) return "";
  return `<h2>Members</h2>
<table><thead><tr><th scope="col">Name</th><th scope="col">JSON Schema</th><th scope="col">Presence</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table>
`;
}

/** Converts a text to HTML. Like Markdown, it marks code with backquotes. */
function prose(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

/** Writes a code as HTML that can wrap after an underscore, for narrow screens. */
export function breakable(code: string): string {
  return escapeHtml(code).replaceAll("_", "_<wbr>");
}

/** Returns an HTML page with the styles of all these pages. The parts are HTML, the title is a text. */
export function page(title: string, main: string, nav = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; background: Canvas; color: CanvasText; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }
dt { font-weight: 600; margin-top: 0.75rem; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8888; font-weight: normal; }
thead th { font-weight: 600; }
dd, td, th > code { overflow-wrap: anywhere; }
@media (min-width: 25rem) { td:last-child { min-width: 7rem; } }
@media (max-width: 25rem) { table { font-size: 0.75rem; } }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8888; }
</style>
</head>
<body>
${nav}<main>
${main}
</main>
</body>
</html>
`;
}
