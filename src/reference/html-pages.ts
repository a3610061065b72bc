import { problemCategories } from "../catalog/problem-category.ts";
import { escapeHtml } from "../present/escape-html.ts";
import { breakable, page, typePage } from "../problem-types/page.ts";
import { clientSnippet } from "./client-snippet.ts";
import { headingOf } from "./markdown-pages.ts";
import { operationsWith, type Reference, type ReferenceError } from "./reference.ts";

/** Returns the page that lists all codes in groups, with a search that works without a server. */
export function htmlIndex({ errors }: Reference): string {
  const sections = problemCategories.flatMap((category) => {
    const rows = Object.values(errors)
      .filter((error) => error.category === category)
      .map(toRow);
    if (rows.length === 0) return [];
    return `<section><h2>${headingOf(category)}</h2>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Title</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></section>`;
  });
  return page(
    "Errors",
    `<h1>Errors</h1>
<p><label>Search <input type="search" id="search" autocomplete="off"></label> <span id="found" role="status"></span></p>
${sections.join("\n")}
<script>${search}</script>`,
  );
}

function toRow(error: ReferenceError): string {
  const { code, status, title, description = "", fix = "", deprecated } = error;
  // The search looks in these words; the row shows fewer.
  const words = [code, status, title, description, fix].join(" ").toLowerCase();
  return `<tr data-words="${escapeHtml(words)}"><th scope="row"><a href="${code}.html"><code>${breakable(code)}</code></a></th><td>${status}</td><td>${escapeHtml(title)}${deprecated ? " (deprecated)" : ""}</td></tr>`;
}

const search = `
const input = document.getElementById("search");
input.addEventListener("input", () => {
  const wanted = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let found = 0;
  for (const row of document.querySelectorAll("tr[data-words]")) {
    row.hidden = !wanted.every((word) => row.dataset.words.includes(word));
    if (!row.hidden) found += 1;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("tr[data-words]:not([hidden])");
  }
  document.getElementById("found").textContent = wanted.length > 0 ? found + " found" : "";
});
`;

/** Returns the page of one code: that of `problemTypes`, with the operations and code of a client. */
export function htmlPage(error: ReferenceError, reference: Reference): string {
  const operations = operationsWith(error.code, reference).map(
    (label) => `<li><code>${escapeHtml(label)}</code></li>`,
  );
  const list =
    operations.length === 0 ? "" : `<h2>Operations</h2>\n<ul>${operations.join("\n")}</ul>\n`;
  const snippet = `<h2 id="client">In a client</h2>
<pre tabindex="0" role="region" aria-labelledby="client">${escapeHtml(clientSnippet(error))}</pre>`;
  const { example, ...described } = error;
  return typePage({ ...described, example }, `\n${list}${snippet}`, "index.html", ".html");
}
