import { escapeControls } from "./escape-controls.ts";

/**
 * Takes a text into the record: escaped, and cut to the limit in characters and to what is left in bytes. The line
 * breaks of a stack are kept, those of all else are escaped.
 */
export type Truncate = (text: string, limit: number, kind?: "stack") => string;

/** Makes the allowance of one record, in bytes of JSON: what is taken first gets what it needs. */
export function byteBudget(bytes = 11_000): Truncate {
  let left = bytes;
  return function take(text, limit, kind) {
    const clipped = truncateToLength(text, limit);
    const escaped =
      kind === "stack"
        ? clipped.split("\n").map(escapeControls).join("\n")
        : escapeControls(clipped);
    const fitting = truncateToBytes(escaped, Math.max(0, left - overhead));
    left -= size(fitting) + overhead;
    return fitting;
  };
}

/** About what the name of a member and its punctuation take. */
const overhead = 16;

function truncateToLength(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}… (${text.length} characters)` : text;
}

function truncateToBytes(text: string, bytes: number): string {
  let cut = text;
  // A character takes 1 to 6 bytes, so the first guess may have to be repeated.
  for (let taken = size(cut); taken > bytes && cut !== ""; taken = size(cut)) {
    cut = cut
      .slice(0, Math.min(cut.length - 1, Math.floor((cut.length * bytes) / taken)))
      .toWellFormed();
  }
  return cut;
}

function size(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
