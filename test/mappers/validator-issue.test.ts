import { describe, expect, it } from "vitest";
import { parsePath, valueAt } from "../../src/mappers/validator-issue.ts";
import { throwingGetters } from "../support/hostile.ts";

describe("valueAt", () => {
  const root = JSON.parse('{"a":[{"b":7}],"n":null,"t":"text","__proto__":{"x":1}}') as object;

  it.each<[readonly PropertyKey[], unknown]>([
    [[], root],
    [["a", 0, "b"], 7],
    [["a", "0", "b"], 7],
    [["n"], null],
    [["__proto__", "x"], 1],
    [["a", 1], undefined],
    [["a", "0", "b", "c"], undefined],
    [["n", "x"], undefined],
    [["t", 0], undefined],
    [["t", "length"], undefined],
    [["toString"], undefined],
    [["constructor", "name"], undefined],
    [[Symbol.iterator], undefined],
  ])("finds at %j the own member %j", (path, value) => {
    expect(valueAt(root, path)).toBe(value);
  });

  it.each([undefined, null, "text", 7])("finds nothing in %j", (value) => {
    expect(valueAt(value, ["length"])).toBeUndefined();
  });

  it("lets an error of a getter through", () => {
    expect(() => valueAt(throwingGetters({}, "a"), ["a"])).toThrow("secret of the getter a");
  });
});

describe("parsePath", () => {
  it.each<[string, readonly string[]]>([
    ["", []],
    ["title", ["title"]],
    ["tags[0].name", ["tags", "0", "name"]],
    ["[0][1]", ["0", "1"]],
    ['["a.b"].c', ["a.b", "c"]],
    ["['a.b'].c", ["a.b", "c"]],
    ['a["b.c"][2]', ["a", "b.c", "2"]],
    ['["a[0]"]', ["a[0]"]],
    [`["it's"]`, ["it's"]],
    ['["a"b"]', ['a"b']],
    ['["a"]["b"]', ["a", "b"]],
    ['[""]', [""]],
    ['["a\nb"]', ["a\nb"]],
    ["it's", ["it's"]],
    ['a."b"', ["a", '"b"']],
    ["a.'b.c'", ["a", "'b", "c'"]],
    ["a..b", ["a", "b"]],
    ["__proto__.constructor", ["__proto__", "constructor"]],
    ["[", []],
    ["a\u0000", ["a\u0000"]],
  ])("reads %j as %j", (path, names) => {
    expect(parsePath(path)).toEqual(names);
  });

  it("reads at most 1,000 characters", () => {
    expect(parsePath("a.".repeat(10_000))).toHaveLength(500);
  });

  it("reads in a moment a path that only looks like quoted names", () => {
    const start = performance.now();

    parsePath('["'.repeat(10_000));
    parsePath("['\"".repeat(10_000));

    expect(performance.now() - start).toBeLessThan(500);
  });
});
