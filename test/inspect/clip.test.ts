import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip } from "../../src/inspect/clip.ts";

describe("clip", () => {
  it.each([
    ["a text that is shorter", "ab", 3, "ab"],
    ["a text that has the maximum length", "abc", 3, "abc"],
    ["a text that is longer", "abcd", 3, "abc"],
    ["a pair that ends at the maximum", "a👍b", 3, "a👍"],
    ["a pair that would be cut in two", "ab👍", 3, "ab"],
    ["a text that is nothing but a pair", "👍", 1, ""],
    ["a maximum of zero", "abc", 0, ""],
    ["an empty text", "", 3, ""],
  ])("cuts %s", (_what, text, maximum, expected) => {
    expect(clip(text, maximum)).toBe(expected);
  });

  it("returns the beginning of any text, well-formed if the text is, and at most one unit short", () => {
    const texts = fc.string({ unit: "binary", maxLength: 20 });
    fc.assert(
      fc.property(texts, fc.nat(25), (text, maximum) => {
        const clipped = clip(text, maximum);

        expect(text.startsWith(clipped)).toBe(true);
        expect(clipped.isWellFormed()).toBe(true);
        expect(clipped.length).toBeLessThanOrEqual(maximum);
        expect(clipped.length).toBeGreaterThanOrEqual(Math.min(text.length, maximum) - 1);
      }),
    );
  });

  it("leaves half a character that was there before", () => {
    expect(clip("a\ud800b", 2)).toBe("a\ud800");
    expect(clip("\udc4d\ud83d", 1)).toBe("\udc4d");
  });
});
