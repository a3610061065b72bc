import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toFieldName, fromPointer, toPointer } from "../../src/errors/json-pointer.ts";

describe("toPointer and toFieldPath", () => {
  it.each<[string, readonly PropertyKey[], string]>([
    ["the root", [], "#"],
    ["a member", ["title"], "#/title"],
    ["an item", ["tags", 1], "#/tags/1"],
    ["a name that is empty", [""], "#/"],
    ["a slash", ["a/b"], "#/a~1b"],
    ["a tilde", ["a~b"], "#/a~0b"],
    ["what looks escaped already", ["~1"], "#/~01"],
    ["a dot, which has no meaning", ["a.b"], "#/a.b"],
    ["a space", ["a b"], "#/a%20b"],
    ["a percent sign", ["100%"], "#/100%25"],
    ["a number sign", ["a#b"], "#/a%23b"],
    ["a question mark", ["a?b"], "#/a%3Fb"],
    ["a character of two bytes", ["ü"], "#/%C3%BC"],
    ["an emoji", ["👍"], "#/%F0%9F%91%8D"],
    ["__proto__", ["__proto__"], "#/__proto__"],
  ])("write and read %s", (_what, path, pointer) => {
    expect(toPointer(path)).toBe(pointer);
    expect(fromPointer(pointer)).toEqual(path.map(String));
  });

  it("read back any path that they have written", () => {
    const names = fc.array(fc.string({ unit: "grapheme", maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(names, (path) => {
        expect(fromPointer(toPointer(path))).toEqual(path);
      }),
    );
  });

  it("replace a lone surrogate, which no URI can hold", () => {
    expect(toPointer(["a\ud800"])).toBe("#/a%EF%BF%BD");
  });

  it("read a percent sign that a handler wrote by hand", () => {
    expect(fromPointer("#/100%")).toEqual(["100%"]);
  });
});

describe("a pointer of more than 256 characters", () => {
  it("ends at the last ancestor that fits", () => {
    expect(toPointer(["a", "x".repeat(253)])).toBe(`#/a/${"x".repeat(253)}`.slice(0, 3));
    expect(toPointer(["a", "x".repeat(252)])).toHaveLength(256);
    expect(toPointer(["x".repeat(1_000_000), "b"])).toBe("#");
  });

  it("counts the characters after escaping", () => {
    expect(toPointer(["ü".repeat(42)])).toHaveLength(2 + 42 * 6);
    expect(toPointer(["ü".repeat(43)])).toBe("#");
  });
});

describe("toFieldName", () => {
  it.each([
    ["#", "body"],
    ["#/title", "title"],
    ["#/tags/1/name", "tags[1].name"],
    ["#/tags/10", "tags[10]"],
    ["#/tags/1st", "tags.1st"],
    ["#/lines/line1", "lines.line1"],
    ["#/0", "0"],
    ["#/a.b/c~1d", "a.b.c/d"],
  ])("writes %s as %s", (pointer, name) => {
    expect(toFieldName({ in: "body", pointer })).toBe(name);
  });
});
