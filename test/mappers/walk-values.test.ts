import { describe, expect, it } from "vitest";
import { pathTo, toText, walkValues } from "../../src/mappers/walk-values.ts";
import { throwingGetters } from "../support/hostile.ts";

describe("walkValues", () => {
  it("returns the value itself and the values in it, breadth first, with their paths", () => {
    const nodes = walkValues({ a: [1, { b: 2 }], c: null }, 100);

    expect(nodes.map((node) => [pathTo(node).join("/"), node.depth])).toEqual([
      ["", 0],
      ["a", 1],
      ["c", 1],
      ["a/0", 2],
      ["a/1", 2],
      ["a/1/b", 3],
    ]);
    expect(nodes.at(-1)?.value).toBe(2);
  });

  it.each(["text", 7, null, undefined, () => 1])("returns only %s itself", (value) => {
    expect(walkValues(value, 100)).toEqual([{ value, name: "", parent: undefined, depth: 0 }]);
  });

  it.each([1, 2, 5, 1000])("returns at most %d values of a large one", (limit) => {
    const root = Array.from({ length: 10_000 }, () => [1, 2]);

    expect(walkValues(root, limit)).toHaveLength(limit);
  });

  it("ends in a value that contains itself", () => {
    const circle: unknown[] = [];
    circle.push(circle, circle);

    expect(walkValues(circle, 50)).toHaveLength(50);
  });

  it("returns own members, also those that are named like a member of every object", () => {
    const root = JSON.parse('{"__proto__":1,"constructor":2}') as object;

    expect(walkValues(root, 100).map(({ name, value }) => [name, value])).toEqual([
      ["", root],
      ["__proto__", 1],
      ["constructor", 2],
    ]);
  });

  it("returns no inherited member", () => {
    expect(walkValues(Object.create({ a: 1 }), 100)).toHaveLength(1);
  });

  it("lets an error of a getter through", () => {
    expect(() => walkValues(throwingGetters({}, "a"), 100)).toThrow("secret of the getter a");
  });
});

it("pathTo returns no names for the outermost value", () => {
  expect(pathTo({ value: 1, name: "ignored", parent: undefined, depth: 0 })).toEqual([]);
});

it.each([
  ["a", "a"],
  ["", ""],
  [7, "7"],
  [-0, "0"],
  [false, "false"],
  [null, undefined],
  [undefined, undefined],
  [7n, undefined],
  [["a"], undefined],
  [Symbol("a"), undefined],
])("toText makes of %o the text %j", (value, text) => {
  expect(toText(value)).toBe(text);
});
