/**
 * Escapes, as `\x1b` or `\u202e`, all characters that could forge a line of the log, control the terminal or reorder
 * the text: control characters (C0, C1), line and paragraph separators, bidirectional controls, lone surrogates.
 */
export function escapeControls(text: string): string {
  return text.replaceAll(unsafe, escape);
}

const unsafe =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u{61C}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu;

function escape(character: string): string {
  const hex = character.charCodeAt(0).toString(16);
  return hex.length > 2 ? `\\u${hex.padStart(4, "0")}` : `\\x${hex.padStart(2, "0")}`;
}
