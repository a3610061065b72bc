import { describe, expect, it } from "vitest";
import { headersOfHead } from "../../src/request/head-headers.ts";

describe("headersOfHead", () => {
  const pairs = [
    ["A", "1"],
    ["B", ["2", "3"]],
  ];

  it.each<[string, unknown[], unknown]>([
    ["a status", [200], []],
    ["a message", [200, "Fine"], []],
    ["an object", [200, { A: "1", B: ["2", "3"] }], pairs],
    ["a message and an object", [200, "Fine", { A: "1", B: ["2", "3"] }], pairs],
    ["undefined and an object", [200, undefined, { A: "1", B: ["2", "3"] }], pairs],
    ["names and values in turn", [200, ["A", "1", "B", ["2", "3"]]], pairs],
    ["pairs", [200, "Fine", pairs], pairs],
    ["an empty list", [200, []], []],
    ["a name without a value", [200, ["A"]], [["A", undefined]]],
    ["null", [200, null], []],
    ["a number, which Node refuses", [200, 7], []],
  ])("reads %s", (_what, args, headers) => {
    expect(headersOfHead(args)).toEqual(headers);
  });
});
