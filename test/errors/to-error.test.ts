import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { toError } from "../../src/errors/to-error.ts";
import { hostileProxy, revokedProxy } from "../support/hostile.ts";

describe("toError", () => {
  it.each<[string, () => unknown]>([
    ["an Error", () => new Error("no")],
    ["a frozen Error", () => Object.freeze(new TypeError("no"))],
    ["an Error of another realm", () => runInNewContext("new Error('no')") as unknown],
    ["a DOMException", () => new DOMException("no", "AbortError")],
    ["an object that inherits from Error", () => Object.create(Error.prototype) as unknown],
  ])("returns %s as it is", (_what, make) => {
    const thrown = make();

    expect(toError(thrown)).toBe(thrown);
  });

  it.each<[string, unknown, string]>([
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["zero", 0, "number"],
    ["a text", "route", "string"],
    ["a symbol", Symbol("secret"), "symbol"],
    ["an object", { message: "secret" }, "object"],
    ["a revoked proxy", revokedProxy(), "object"],
    ["a proxy that throws", hostileProxy(), "object"],
  ])("wraps %s, keeps it as the cause and does not repeat it", (_what, thrown, type) => {
    const error = toError(thrown);

    expect(error.message).toBe(`A value of type ${type} was thrown where an Error belongs`);
    expect(error.cause === thrown).toBe(true);
  });
});
