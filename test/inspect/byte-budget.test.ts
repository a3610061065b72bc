import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteBudget } from "../../src/inspect/byte-budget.ts";

describe("a byte budget", () => {
  it("returns a text that fits unchanged", () => {
    expect(byteBudget()("There is no article 7.", 100)).toBe("There is no article 7.");
  });

  it("truncates a text to its limit of characters and says how long the text was", () => {
    expect(byteBudget()("x".repeat(1000), 5)).toBe("xxxxx… (1000 characters)");
  });

  it("escapes control characters and line breaks", () => {
    expect(byteBudget()("a\n\u001bb", 100)).toBe(String.raw`a\x0a\x1bb`);
  });

  it("keeps the line breaks of a stack, and escapes its other control characters", () => {
    const stack = "Error: a\u001b\n    at b\r\n    at c";

    expect(byteBudget()(stack, 100, "stack")).toBe("Error: a\\x1b\n    at b\\x0d\n    at c");
  });

  it("gives what is left to the texts that come later", () => {
    const truncate = byteBudget(100);

    expect(truncate("a".repeat(40), 100)).toHaveLength(40);
    expect(truncate("b".repeat(40), 100)).toHaveLength(100 - 16 - 42 - 16 - 2);
    expect(truncate("c", 100)).toBe("");
  });

  it("counts the bytes of JSON, not the characters", () => {
    // Three bytes of UTF-8 each.
    expect(byteBudget(100)("日".repeat(100), 100)).toBe("日".repeat(27));
    // A quotation mark is escaped in JSON.
    expect(byteBudget(100)('"'.repeat(100), 100)).toBe('"'.repeat(41));
  });

  it("has 11,000 bytes for a whole record unless it is told otherwise", () => {
    const written = byteBudget()("x".repeat(20_000), 20_000);

    expect(JSON.stringify(written)).toHaveLength(11_000 - 16);
  });

  it("cuts nothing of a text that fits exactly", () => {
    expect(byteBudget(16 + 7)("abcde", 5)).toBe("abcde");
    expect(byteBudget(16 + 6)("abcde", 5)).toBe("abcd");
  });

  it("has no room at all where the names of the members take it", () => {
    expect(byteBudget(10)("a", 100)).toBe("");
    expect(byteBudget(18)("a", 100)).toBe("");
    expect(byteBudget(19)("a", 100)).toBe("a");
  });

  it("does not cut a character in two", () => {
    const truncated = byteBudget(30)("👍".repeat(10), 100);

    expect(truncated.isWellFormed()).toBe(true);
    expect(truncated).toMatch(/^(👍)+/u);
  });

  it("never exceeds its bytes, whatever the texts are", () => {
    const long = fc.string({ unit: "binary", maxLength: 20 }).map((part) => part.repeat(20));
    const texts = fc.array(fc.tuple(long, fc.nat(300)));
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 2000 }), texts, (bytes, parts) => {
        const truncate = byteBudget(bytes);
        const written = parts.map(([text, limit]) => truncate(text, limit));

        const size = written
          .filter((text) => text !== "")
          .reduce((sum, text) => sum + Buffer.byteLength(JSON.stringify(text)), 0);
        expect(size).toBeLessThanOrEqual(bytes);
      }),
    );
  });
});
