import { describe, expect, it } from "vitest";
import { namesIn, readList, toList } from "../../src/mappers/read-list.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";

describe("toList", () => {
  it("returns a copy of an array", () => {
    const list = [1, [2]];

    expect(toList(list)).toEqual([1, [2]]);
    expect(toList(list)).not.toBe(list);
  });

  it.each<[string, unknown]>([
    ["an object with a length", { length: 1, 0: "a" }],
    ["a Set", new Set(["a"])],
    ["a text", "a"],
    ["undefined", undefined],
    ["a revoked array", revokedProxy([])],
    ["an array whose reads throw", hostileProxy(["a"])],
    ["an array with a getter that throws", throwingGetters(["a"], "1")],
  ])("returns undefined for %s", (_what, value) => {
    expect(toList(value)).toBeUndefined();
  });
});

describe("readList", () => {
  it("returns a copy of a member", () => {
    expect(readList({ issues: ["a"] }, "issues")).toEqual(["a"]);
  });

  it.each<[string, object]>([
    ["a missing member", {}],
    ["a member that is a text", { issues: "a" }],
    ["a getter that throws", throwingGetters({}, "issues")],
    ["a revoked proxy", revokedProxy()],
  ])("returns undefined for %s", (_what, value) => {
    expect(readList(value, "issues")).toBeUndefined();
  });
});

describe("namesIn", () => {
  it("returns the own names of an object, without reading the values", () => {
    expect(namesIn(throwingGetters(Object.create({ inherited: 1 }) as object, "a", "b"))).toEqual([
      "a",
      "b",
    ]);
  });

  it.each<[string, unknown]>([
    ["a text", "ab"],
    ["null", null],
    ["undefined", undefined],
    ["a revoked proxy", revokedProxy()],
    ["a proxy that throws", hostileProxy({ a: 1 })],
  ])("returns none of %s", (_what, value) => {
    expect(namesIn(value)).toEqual([]);
  });
});
