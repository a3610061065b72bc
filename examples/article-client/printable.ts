/** Replaces what a terminal would obey instead of print, the order of writing included: articles are by anybody. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}
