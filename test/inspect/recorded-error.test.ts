import { describe, expect, it } from "vitest";
import { toRecordedError } from "../../src/inspect/recorded-error.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";

describe("toRecordedError", () => {
  it.each<[string, unknown, object]>([
    ["an error", new TypeError("no"), { name: "TypeError", message: "no" }],
    ["an error with a code", coded("ENOENT"), { name: "Error", message: "no", code: "ENOENT" }],
    ["an error whose code is a number", coded(7), { name: "Error", message: "no" }],
    ["an object", { message: "no" }, { name: "object", message: "no" }],
    ["an object without a prototype", Object.create(null), { name: "object", message: "" }],
    ["a text", "no", { name: "string", message: "no" }],
    ["null", null, { name: "null", message: "null" }],
    ["undefined", undefined, { name: "undefined", message: "undefined" }],
    ["a symbol", Symbol("no"), { name: "symbol", message: "Symbol(no)" }],
    ["a revoked proxy", revokedProxy(), { name: "object", message: "" }],
    ["a proxy that throws", hostileProxy(), { name: "object", message: "" }],
    ["getters that throw", throwingGetters({}, "name", "message"), { name: "object", message: "" }],
    ["a message that is not text", { name: "E", message: 5 }, { name: "E", message: "" }],
  ])("describes %s", (_what, thrown, expected) => {
    expect(toRecordedError(thrown, false)).toEqual(expected);
  });

  it("has the stack only where it is asked for", () => {
    const error = new Error("no");

    expect(toRecordedError(error, true).stack).toBe(error.stack);
    expect(toRecordedError(error, false)).not.toHaveProperty("stack");
  });

  it("lists the causes in the order of the chain, at most five", () => {
    let error = new Error("7");
    for (const name of ["6", "5", "4", "3", "2", "1"]) error = new Error(name, { cause: error });

    expect(toRecordedError(error, false).causes?.map(({ message }) => message)).toEqual([
      "2",
      "3",
      "4",
      "5",
      "6",
    ]);
  });

  it("lists the errors of an AggregateError as causes", () => {
    const error = new AggregateError([new Error("a"), "b"], "all", { cause: new Error("c") });

    expect(toRecordedError(error, false).causes?.map(({ message }) => message)).toEqual([
      "c",
      "a",
      "b",
    ]);
  });

  it("lists each cause once, and never the error itself", () => {
    const error = new Error("a");
    error.cause = new Error("b", { cause: error });

    expect(toRecordedError(error, false).causes).toMatchObject([{ message: "b" }]);
  });

  it("gives a cause less room than the error", () => {
    const error = new Error("x".repeat(5000), { cause: new Error("y".repeat(5000)) });

    const { message, causes } = toRecordedError(error, false);

    expect(message).toBe(`${"x".repeat(2000)}… (5000 characters)`);
    expect(causes).toMatchObject([{ message: `${"y".repeat(500)}… (5000 characters)` }]);
  });
});

function coded(code: unknown): Error {
  return Object.assign(new Error("no"), { code });
}
