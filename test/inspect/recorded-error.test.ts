import { defineErrors } from "express-backstop";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteBudget } from "../../src/inspect/byte-budget.ts";
import { toRecordedError } from "../../src/inspect/recorded-error.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";

const inPlaceOfError = "An object in place of an Error.";

describe("toRecordedError", () => {
  it.each<[string, unknown, object]>([
    ["an error", new TypeError("no"), { name: "TypeError", message: "no" }],
    ["an error with a code", coded("ENOENT"), { name: "Error", message: "no", code: "ENOENT" }],
    ["an error whose code is a number", coded(7), { name: "Error", message: "no" }],
    ["an object", { message: "no" }, { name: "object", message: "no" }],
    [
      "an object without a prototype",
      Object.create(null),
      { name: "object", message: "An object in place of an Error, without members." },
    ],
    [
      "an object by the names of its members, and not by their values",
      { error: "s3cr3t", status: 404 },
      {
        name: "object",
        message: "An object in place of an Error, with the members error, status.",
      },
    ],
    [
      "the first ten members of an object",
      Object.fromEntries("a b c d e f g h i j k l".split(" ").map((name) => [name, 1])),
      {
        name: "object",
        message: "An object in place of an Error, with the members a, b, c, d, e, f, g, h, i, j.",
      },
    ],
    ["an error without a message", new RangeError(), { name: "RangeError", message: "" }],
    ["a text", "no", { name: "string", message: "no" }],
    ["null", null, { name: "null", message: "null" }],
    ["undefined", undefined, { name: "undefined", message: "undefined" }],
    ["a symbol", Symbol("no"), { name: "symbol", message: "Symbol(no)" }],
    [
      "a class that was thrown itself",
      RangeError,
      {
        name: "function",
        message:
          "RangeError was thrown itself. Throw what it creates: new RangeError() of a class, RangeError() of a function.",
      },
    ],
    [
      "a factory of a catalog that was not called",
      defineErrors({ article_not_found: { status: 404, title: "No" } }).article_not_found,
      {
        name: "function",
        message:
          "errors.article_not_found was thrown itself. Throw what it creates: errors.article_not_found().",
      },
    ],
    [
      "a function without a name",
      (() => () => {})(),
      { name: "function", message: "A function was thrown itself." },
    ],
    [
      "a function whose name throws",
      throwingGetters(() => {}, "name"),
      { name: "function", message: "A function was thrown itself." },
    ],
    ["a revoked proxy", revokedProxy(), { name: "object", message: inPlaceOfError }],
    ["a proxy that throws", hostileProxy(), { name: "object", message: inPlaceOfError }],
    [
      "getters that throw",
      throwingGetters({}, "name", "message"),
      {
        name: "object",
        message: "An object in place of an Error, with the members name, message.",
      },
    ],
    [
      "a message that is not text",
      { name: "E", message: 5 },
      { name: "E", message: "An object in place of an Error, with the members name, message." },
    ],
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

  it("truncates name and code to 100 characters, a stack to 4,000 and that of a cause to 1,500", () => {
    const long = (limit: number) => `${"x".repeat(limit)}… (9000 characters)`;
    const members = { name: "x".repeat(9000), code: "x".repeat(9000), stack: "x".repeat(9000) };
    const error = Object.assign(new Error("no"), members);
    error.cause = Object.assign(new Error("why"), members);

    expect(toRecordedError(error, true)).toEqual({
      name: long(100),
      message: "no",
      code: long(100),
      stack: long(4000),
      causes: [{ name: long(100), message: "why", code: long(100), stack: long(1500) }],
    });
  });

  it("takes its words from the budget that it shares", () => {
    const truncate = byteBudget(60);
    truncate("the path of the request", 100);

    expect(toRecordedError("x".repeat(100), false, truncate).message).toBe("x");
  });

  it.each<[string, unknown]>([
    ["an error list without the name of an AggregateError", { name: "Error", errors: ["a"] }],
    ["errors that are not a list", { name: "AggregateError", errors: "ab" }],
    ["errors that cannot be read", { name: "AggregateError", errors: revokedProxy([]) }],
    ["a cause that is undefined", new Error("no", { cause: undefined })],
  ])("finds no causes in %s", (_what, thrown) => {
    expect(toRecordedError(thrown, false)).not.toHaveProperty("causes");
  });

  it("lists a cause that is null, false or empty, since somebody gave it", () => {
    for (const cause of [null, false, 0, ""]) {
      expect(toRecordedError(new Error("no", { cause }), false).causes).toHaveLength(1);
    }
  });

  it("reads five errors of an AggregateError, however many it has", () => {
    const reads: string[] = [];
    const errors = new Proxy(
      Array.from({ length: 1000 }, (_, index) => index),
      {
        get(target, name) {
          reads.push(String(name));
          return Reflect.get(target, name);
        },
      },
    );

    const { causes } = toRecordedError({ name: "AggregateError", errors }, false);

    expect(causes?.map(({ message }) => message)).toEqual(["0", "1", "2", "3", "4"]);
    expect(reads.length).toBeLessThan(20);
  });

  it("is bounded data without line breaks for anything that is thrown", () => {
    const inner = fc.anything({ withBigInt: true, withNullPrototype: true });
    const texts = fc.string({ unit: "binary", maxLength: 30 }).map((text) => text.repeat(100));
    const errors = fc
      .record({ name: texts, message: texts, code: texts, stack: texts, cause: inner })
      .map((members) => Object.assign(new Error("no"), members));
    const aggregates = fc.array(fc.oneof(errors, inner)).map((all) => new AggregateError(all));
    // A value that fast-check creates must be readable.
    const wrappers: ((value: unknown) => unknown)[] = [
      (value) => value,
      (value) => new Error("no", { cause: value }),
      (value) => new AggregateError([revokedProxy([]), hostileProxy(), value], "all"),
      (value) => throwingGetters(Object(value) as object, "message", "cause"),
    ];

    fc.assert(
      fc.property(
        fc.oneof(inner, errors, aggregates),
        fc.constantFrom(...wrappers),
        (value, wrap) => {
          const recorded = toRecordedError(wrap(value), true);

          const text = JSON.stringify(recorded);
          expect(JSON.parse(text)).toEqual(recorded);
          expect(Buffer.byteLength(text)).toBeLessThan(12_500);
          for (const part of [recorded, ...(recorded.causes ?? [])]) {
            const { name, message, code } = part;
            expect(`${name}${message}${code}`).not.toMatch(/[\n\r\u2028]/);
          }
        },
      ),
    );
  });
});

function coded(code: unknown): Error {
  return Object.assign(new Error("no"), { code });
}
