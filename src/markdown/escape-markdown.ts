/**
 * Writes a text on one line of Markdown so that it reads as it is. It cannot begin a block (heading, list, quote, fence,
 * front matter, table), nor a link, an image, a tag, a code span or emphasis (CommonMark 0.31 §2.4). Characters that
 * nobody sees, which could hide words from people that a model reads, become spaces.
 */
export function escapeMarkdown(text: unknown): string {
  return String(text)
    .replaceAll(invisible, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(active, "\\$&")
    .replace(/^(?:[-+=:]|\d+(?=[.)]))/, (start) =>
      /\d/.test(start) ? `${start}\\` : `\\${start}`,
    );
}

/** Writes a name as a code span, which cannot end early. */
export function toCodeSpan(name: unknown): string {
  const text = String(name).replaceAll(invisible, " ").replaceAll("`", "'").replaceAll(/\s+/g, " ");
  return text.trim() === "" ? "" : `\`${text}\``;
}

/** Writes a declared text as `escapeMarkdown` does, except that a pair of backquotes around a plain name marks code. */
export function toProse(text: string): string {
  return escapeMarkdown(text).replaceAll(/\\`((?:[^`\\]|\\[^`])+)\\`/g, (pair, name: string) =>
    name.includes("\\") ? pair : `\`${name}\``,
  );
}

/** Control characters, bidirectional and other format characters, tags, private use, lone surrogates; not the joiners of scripts and emoji. */
const invisible = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;

/** An underscore inside a word, as in a code, is not active. */
const active = /[\\`*[\]<>&~#|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
