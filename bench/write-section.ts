import { readFileSync, writeFileSync } from "node:fs";

/** Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->` in a page. */
export function writeSection(page: string, name: string, text: string): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const old = readFileSync(page, "utf8");
  const from = old.indexOf(begin);
  const to = old.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${page} has no ${begin} followed by ${end}`);
  writeFileSync(page, `${old.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${old.slice(to)}`);
}
