/** Cuts a text after a maximum number of UTF-16 units, or one before, so that no half of a character is left. */
export function clip(text: string, maximum: number): string {
  // Only a pair of units is a code point of this size.
  const isPair = (text.codePointAt(maximum - 1) ?? 0) > 0xffff;
  return text.slice(0, isPair ? maximum - 1 : maximum);
}
