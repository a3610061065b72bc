import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { illFormedTexts } from "../../src/validate/ill-formed.ts";

const half = "\ud83d";

describe("illFormedTexts", () => {
  it.each<[string, unknown, object[]]>([
    ["a text", half, [{ path: [], isName: false }]],
    ["a member", { a: half }, [{ path: ["a"], isName: false }]],
    ["an item", ["a", half], [{ path: [1], isName: false }]],
    ["a member of an item", [{ a: [half] }], [{ path: [0, "a", 0], isName: false }]],
    ["a name, at its object", { a: { [half]: 1 } }, [{ path: ["a"], isName: true }]],
    ["a name and its value, once", { [half]: half }, [{ path: [], isName: true }]],
    [
      "nothing inside a member with such a name",
      { [half]: { a: half } },
      [{ path: [], isName: true }],
    ],
    [
      "every text",
      { a: half, b: "b", c: { d: half } },
      [
        { path: ["a"], isName: false },
        { path: ["c", "d"], isName: false },
      ],
    ],
    ["the second half alone", { a: "\udc4d" }, [{ path: ["a"], isName: false }]],
    ["halves in the wrong order", { a: "\udc4d\ud83d" }, [{ path: ["a"], isName: false }]],
  ])("finds %s", (_what, body, found) => {
    expect(illFormedTexts(body)).toEqual(found);
  });

  it.each([
    undefined,
    null,
    7,
    "a",
    "👍",
    {},
    [],
    { "👍": ["ü", null, 7, true] },
    Buffer.from([0xed, 0xa0, 0x80]),
    { file: new Uint16Array([0xd8_3d]) },
  ])("finds nothing in %o", (body) => {
    expect(illFormedTexts(body)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["texts", Array.from({ length: 500 }, () => half)],
    ["names", Object.fromEntries(Array.from({ length: 500 }, (_, at) => [half + at, 1]))],
    ["texts of several lists", Array.from({ length: 9 }, () => Array(90).fill(half))],
  ])("finds at most 100 %s", (_what, body) => {
    expect(illFormedTexts(body)).toHaveLength(100);
  });

  it("finds a text down to the thousandth level, with its whole path", () => {
    let body: unknown = [half];
    for (let level = 0; level < 1000; level += 1) body = { a: body };

    expect(illFormedTexts(body)).toEqual([{ path: [...Array(1000).fill("a"), 0], isName: false }]);
    expect(illFormedTexts({ a: body })).toEqual([]);
  });

  it("does not exhaust the stack in a body of a hundred thousand levels", () => {
    let body: unknown = half;
    for (let level = 0; level < 100_000; level += 1) body = [body];

    expect(illFormedTexts(body)).toEqual([]);
  });

  it("finds nothing in what UTF-8 can hold, and something in everything else", () => {
    const names = fc.string({ unit: "binary", maxLength: 3 });
    const halves = fc.string({ unit: fc.constantFrom("a", "\ud83d", "\udc4d"), maxLength: 3 });
    const bodies = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        fc.oneof(names, halves),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(fc.oneof(names, halves), tie("node"), { maxKeys: 3 }),
      ),
    }));

    fc.assert(
      fc.property(bodies.node, (body) => {
        // JSON.stringify escapes the halves, and only those, as \ud….
        const isIllFormed = /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(JSON.stringify(body));

        expect(illFormedTexts(body).length > 0).toBe(isIllFormed);
      }),
    );
  });
});
