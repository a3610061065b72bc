import { afterEach, describe, expect, it } from "vitest";
import { aTypeBase } from "../../src/errors/type-base.ts";
import { aValidationStatus } from "../../src/errors/validation-status.ts";
import { checkFunction } from "../../src/misuse/check-function.ts";
import { checkOptions, isFunction, isObject, trueOrFalse } from "../../src/misuse/check-options.ts";
import { describeReceived } from "../../src/misuse/describe-received.ts";
import { pollute } from "../support/pollute.ts";

const checks = { debug: trueOrFalse, name: ["a string", isString] } as const;
const check = (options: unknown, required?: readonly string[]) => () =>
  checkOptions("mount", options, checks, required);

describe("checkOptions", () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, "debug");
  });

  it.each([
    ["no options", {}],
    ["known options", { debug: true, name: "a" }],
    ["an option that is undefined", { debug: undefined }],
    ["options without a prototype", Object.assign(Object.create(null), { debug: false })],
  ])("accepts %s", (_what, options: unknown) => {
    expect(check(options)).not.toThrow();
  });

  it.each<[string, unknown, RegExp]>([
    ["an unknown option", { debugg: true }, /^mount: .*"debugg".*debug, name\.$/],
    ["constructor as an option", { constructor: 1 }, /"constructor"/],
    ["the wrong type", { debug: 1 }, /^mount: debug must be true or false, got 1\.$/],
    ["null for an option", { name: null }, /^mount: name must be a string, got null\.$/],
    ["null", null, /^mount: options must be an object, got null\. It may have debug, name\.$/],
    ["an array", [], /got an array/],
    ["a function", () => {}, /got a (value of type )?function/],
    ["a text", "debug", /got "debug"/],
  ])("refuses %s with a TypeError that says what to write", (_what, options, message) => {
    expect(check(options)).toThrow(TypeError);
    expect(check(options)).toThrow(message);
  });

  it("names the items of an array that is refused", () => {
    const list = { list: ["an array of texts", () => false] } as const;
    const refusal = (value: unknown) => () => checkOptions("mount", { list: value }, list);

    expect(refusal(["a", ["secret"], 5])).toThrow(/, got \["a", an array, 5\]\.$/);
    expect(refusal([])).toThrow(/, got \[\]\.$/);
  });

  it("says that a function which Express or a reporter's caller has called itself was not called", () => {
    expect(check({ httpVersion: "1.1" })).toThrow("Write app.use(mount()), with the parentheses.");
    expect(check({ time: "2026-01-01T00:00:00Z" })).toThrow(
      "mount was not called. Write mount(), with the parentheses.",
    );
  });

  it("refuses a required option that is left out or undefined", () => {
    expect(check({}, ["name"])).toThrow("mount: name must be a string, got undefined.");
    expect(check({ name: undefined }, ["name"])).toThrow("got undefined");
    expect(check({ name: "a" }, ["name"])).not.toThrow();
  });

  it("ignores what was planted in Object.prototype", () => {
    pollute("debug", "planted");

    expect(check({})).not.toThrow();
    expect(check({}, ["debug"])).toThrow("debug must be true or false");
  });
});

describe("describeReceived", () => {
  it.each<[unknown, string]>([
    ["a\n", String.raw`"a\n"`],
    [null, "null"],
    [undefined, "undefined"],
    [false, "false"],
    [Number.NaN, "NaN"],
    [["secret"], "an array"],
    [Promise.resolve("secret"), "a Promise"],
  ])("describes %o as %s", (value, text) => {
    expect(describeReceived(value)).toBe(text);
  });

  it.each([{ secret: 1 }, () => "secret", Symbol("secret"), 8n])(
    "says the type of %o and does not repeat it",
    (value) => {
      expect(describeReceived(value)).toContain(typeof value);
      expect(describeReceived(value)).not.toContain("secret");
    },
  );
});

describe("isObject", () => {
  it.each([
    [{}, true],
    [Object.create(null), true],
    [new Date(), true],
    [[], false],
    [null, false],
    ["a", false],
    [() => {}, false],
  ])("for %o is %s", (value: unknown, expected) => {
    expect(isObject(value)).toBe(expected);
  });
});

describe("isFunction", () => {
  it("accepts functions and classes, and nothing else", () => {
    expect([() => {}, Map, async () => {}].map(isFunction)).toEqual([true, true, true]);
    expect([{ call: 1 }, "f", undefined].map(isFunction)).toEqual([false, false, false]);
  });
});

describe("checkFunction", () => {
  it("accepts functions and classes", () => {
    expect(() => checkFunction("f: next", () => {}, "Write f(next)")).not.toThrow();
    expect(() => checkFunction("f: next", Map, "Write f(next)")).not.toThrow();
  });

  it("says what must be a function, what came and what to write", () => {
    expect(() => checkFunction("f: next", { call: 1 }, "Write f(next)")).toThrow(
      /^f: next must be a function, got .*\. Write f\(next\)\.$/,
    );
  });
});

function isString(value: unknown): boolean {
  return typeof value === "string";
}

describe("the check of an option", () => {
  it.each([
    ["trueOrFalse", trueOrFalse, [true, false], [1, "true", null]],
    ["aValidationStatus", aValidationStatus, [400, 422], [200, 409, "400", null]],
    [
      "aTypeBase",
      aTypeBase,
      ["", "/problems/", "https://a.example/", "urn:problem:", "https://a.example/#"],
      [7, null, {}, "https://a.example/problems", "/v1"],
    ],
  ])("%s accepts only what it describes", (_name, [wanted, accepts], accepted, refused) => {
    expect(wanted).toMatch(/^(a |\d|true)/);
    expect(accepted.map(accepts)).not.toContain(false);
    expect(refused.map(accepts)).not.toContain(true);
  });
});
