import { toFieldName } from "../errors/json-pointer.ts";
import { escapeHtml } from "./escape-html.ts";
import type { ProblemDetails } from "./problem.ts";
import { renderText } from "./render-text.ts";
import type { Rendering } from "./serialize.ts";

/**
 * Renders a problem as an HTML page. It must escape every text that it takes from the problem. `language` is the tag of
 * the language of the texts: `en`, or one that `translate` chose.
 */
export type HtmlRenderer = (problem: ProblemDetails, language: string) => string;

/** Renders the page; throws when the renderer fails. */
export function toPage(
  problem: ProblemDetails,
  renderHtml: HtmlRenderer,
  language = "en",
): Rendering {
  const body = renderText("html", problem, (own) => renderHtml(own, language));
  const contentType = "text/html; charset=utf-8";
  return { body, contentType, policy, negotiated: true, language: undefined };
}

// The page loads, runs and sends nothing; only its own style applies.
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Renders the page of `html: true`: title, detail, fields and the other members, without scripts and external files. */
export function problemPage(problem: ProblemDetails, language = "en"): string {
  const { title, status, detail, errors, debug, ...others } = problem;
  const fields = (errors ?? []).map(
    (field) =>
      `<li><strong>${escapeHtml(toFieldName(field))}</strong> ${escapeHtml(field.detail)}</li>`,
  );
  return [
    `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
    `<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>`,
    `<body><main><p>${escapeHtml(status)}</p><h1>${escapeHtml(title)}</h1>`,
    detail === undefined ? "" : `<p>${escapeHtml(detail)}</p>`,
    fields.length > 0 ? `<ul>${fields.join("")}</ul>` : "",
    `<dl>${Object.entries(others).map(toEntry).join("")}</dl>`,
    debug === undefined ? "" : `<h2>Debug</h2><pre>${escapeHtml(toText(debug))}</pre>`,
    "</main></body></html>\n",
  ].join("");
}

const style =
  ":root{color-scheme:light dark;background:Canvas;color:CanvasText}" +
  "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:42rem;padding:0 1rem}" +
  "h1{line-height:1.2;margin:0}dt{font-weight:600}dd{margin:0 0 .5rem}main{overflow-wrap:anywhere}pre{white-space:pre-wrap}";

function toEntry([name, value]: [string, unknown]): string {
  const text = toText(value);
  return text === undefined ? "" : `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`;
}

/** Returns the value as text: a string as it is, anything else as JSON; undefined where JSON has no text for it. */
function toText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value, undefined, 2);
  } catch {
    return undefined;
  }
}
