import fc from "fast-check";
import { expect, it } from "vitest";
import { indent } from "../../src/inspect/indent.ts";

it("moves every line four columns to the right, and keeps empty lines", () => {
  expect(indent("Error: no\n\n    at a")).toBe("    Error: no\n    \n        at a");
});

it("escapes what could end a line or drive the terminal in another way", () => {
  expect(indent("a\r2026 500\n\u001B[2Jb")).toBe("    a\\x0d2026 500\n    \\x1b[2Jb");
});

it("never lets a text write a line of its own, whatever the text is", () => {
  const words = fc.constantFrom("\n", "\r", "\u2028", "\u0085", "\u001B[2K", "2026 500", "a");
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: words }));

  fc.assert(
    fc.property(texts, (text) => {
      const lines = indent(text).split("\n");

      expect(lines).toHaveLength(text.split("\n").length);
      for (const line of lines) expect(line).toMatch(/^ {4}[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u);
    }),
  );
});
