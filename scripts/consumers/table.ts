/** A row of the table of docs/compatibility.md: a project that passed. */
export interface PassedRow {
  readonly name: string;
  /** The versions that were installed, such as `express 5.3.0`. */
  readonly packages: string;
  /** A day in UTC, such as `2026-11-27`. */
  readonly date: string;
}

const header = "| Project | Packages | Passed on |\n| --- | --- | --- |\n";
const begin = "<!-- consumers -->\n\n";
const end = "\n\n<!-- /consumers -->";

/** Reads the table of a page. */
export function readTable(page: string): PassedRow[] {
  const [, table = ""] = page.split(begin);
  const [body = ""] = table.split(end);
  return body
    .split("\n")
    .slice(2)
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .flatMap(([, name = "", packages = "", date = ""]) => (name ? [{ name, packages, date }] : []));
}

/** Returns the page with these rows: the given ones, or else those it has, in the order of the names. */
export function updateTable(
  page: string,
  names: readonly string[],
  rows: readonly (PassedRow | { readonly name: string; readonly failed: true })[],
): string {
  const known = new Map<string, (typeof rows)[number]>();
  for (const row of [...readTable(page), ...rows]) known.set(row.name, row);
  const lines = names.flatMap((name) => {
    const row = known.get(name);
    return row && "date" in row ? [`| ${name} | ${row.packages} | ${row.date} |`] : [];
  });
  const [before = ""] = page.split(begin);
  const [, after = ""] = page.split(end);
  return before + begin + header + lines.join("\n") + end + after;
}
