import { describe, expect, it } from "vitest";
import { headersOfHead, setHeadersOfHead } from "../../src/request/head-headers.ts";
import { serverResponse } from "../support/server-response.ts";

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

describe("setHeadersOfHead", () => {
  it("replaces what was set before, and adds up the lines of one name", () => {
    const { res } = serverResponse();
    res.setHeader("Set-Cookie", "old=1").setHeader("Vary", "Origin");

    setHeadersOfHead(res, [
      ["Set-Cookie", "a=1"],
      ["X-A", 1],
      ["SET-cookie", "b=2"],
      ["X-None", undefined],
    ]);

    expect(res.getHeaders()).toEqual({
      vary: "Origin",
      "set-cookie": ["a=1", "b=2"],
      "x-a": 1,
    });
  });
});
