import { clip } from "./clip.ts";
import { escapeControls } from "./escape-controls.ts";
import { type Redact, redactSecrets } from "./redact.ts";

/**
 * Masks the secrets of a text, escapes it and truncates it to a number of characters and to the bytes that are left in the budget. Line breaks
 * are escaped too, except those of a stack. A text of the kind `secret` is masked as a whole.
 */
export type Truncate = (text: string, limit: number, kind?: "stack" | "secret") => string;

/** Creates the budget of one record, in bytes of JSON. Texts that are truncated first get the room they need. */
export function byteBudget(bytes = 11_000, redact: Redact = redactSecrets): Truncate {
  let left = bytes;
  return function truncate(text, limit, kind) {
    const shortened = truncateToLength(text, limit, (part) => redact(part, kind === "secret"));
    const escaped =
      kind === "stack"
        ? shortened.split("\n").map(escapeControls).join("\n")
        : escapeControls(shortened);
    const fitting = truncateToBytes(escaped, Math.max(0, left - overhead));
    left -= size(fitting) + overhead;
    return fitting;
  };
}

/** About the bytes of the name of a member and its punctuation. */
const overhead = 16;

/** Masks a little more than the limit, so that a secret that the limit would cut in two is recognized. */
function truncateToLength(text: string, limit: number, redact: Redact): string {
  if (text.length <= limit) return redact(text);
  const redacted = redact(text.slice(0, limit + margin));
  const whole = text.length <= limit + margin ? redacted.length : redacted.length - margin;
  return `${clip(redacted, Math.max(0, Math.min(limit, whole)))}… (${text.length} characters)`;
}

const margin = 500;

function truncateToBytes(text: string, bytes: number): string {
  let fitting = text;
  // A character takes 1 to 6 bytes, so the first guess may have to be repeated.
  for (let taken = size(fitting); taken > bytes && fitting !== ""; taken = size(fitting)) {
    fitting = fitting
      .slice(0, Math.min(fitting.length - 1, Math.floor((fitting.length * bytes) / taken)))
      .toWellFormed();
  }
  return fitting;
}

function size(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
