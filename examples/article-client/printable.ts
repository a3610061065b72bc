/**
 * Replaces the characters that control a terminal or the direction of text.
 * The text of an article comes from strangers.
 */
export function printable(text: string) {
  return text.replaceAll(/[^\P{Cc}\n\t]|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}
