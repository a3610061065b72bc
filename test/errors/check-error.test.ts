import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCode,
  checkStatus,
  checkType,
  isCode,
  messageMisuse,
} from "../../src/errors/check-error.ts";

describe("isCode", () => {
  it.each(["abc", "a12", "a__", "article_not_found", `a${"b".repeat(62)}`])(
    "is true for %s",
    (code) => {
      expect(isCode(code)).toBe(true);
    },
  );

  it.each<[string, unknown]>([
    ["a code that is too short", "ab"],
    ["a code that is too long", `a${"b".repeat(63)}`],
    ["a digit at the start", "1bc"],
    ["an underscore at the start", "_bc"],
    ["a capital", "Abc"],
    ["a capital inside", "aBc"],
    ["a hyphen", "not-found"],
    ["a line break at the end", "abc\n"],
    ["a letter outside ASCII", "größe"],
    ["an empty text", ""],
    ["a number", 404],
    ["an object that reads as a code", { toString: () => "abc" }],
    ["undefined", undefined],
  ])("is false for %s", (_what, code) => {
    expect(isCode(code)).toBe(false);
  });

  it("refuses a code for any character besides small letters, digits and underscores", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), (character) => {
        expect(isCode(`not${character}found`)).toBe(
          "abcdefghijklmnopqrstuvwxyz0123456789_".includes(character),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a check of an error's arguments", () => {
  it.each<[string, () => void]>([
    ["the lowest status", () => checkStatus(400)],
    ["the highest status", () => checkStatus(599)],
    ["a code", () => checkCode("article_not_found")],
    ["a type", () => checkType("https://example.com/probs/out-of-credit")],
  ])("accepts %s", (_what, check) => {
    expect(check).not.toThrow();
  });

  it.each<[string, () => void, typeof TypeError | typeof RangeError, string]>([
    [
      "a status",
      () => checkStatus(399),
      RangeError,
      "HttpError: status must be an integer from 400 to 599, got 399. Write new HttpError(404).",
    ],
    [
      "a status that is a text",
      () => checkStatus("404" as never),
      RangeError,
      'HttpError: status must be an integer from 400 to 599, got "404".',
    ],
    [
      "a code",
      () => checkCode("Not found"),
      TypeError,
      'HttpError: code must match ^[a-z][a-z0-9_]{2,62}$, got "Not found". Write { code: "article_not_found" }.',
    ],
    [
      "a type",
      () => checkType("/probs/a"),
      TypeError,
      'HttpError: type must be an absolute URI, got "/probs/a". Write { type: "https://example.com/probs/out-of-credit" }.',
    ],
    [
      "a type that is not a text",
      () => checkType(["https://example.com/"]),
      TypeError,
      "HttpError: type must be an absolute URI, got an array.",
    ],
  ])("says of %s what it must be, what it is and what to write", (_what, check, type, message) => {
    expect(check).toThrow(type);
    expect(check).toThrow(message);
  });
});

describe("messageMisuse", () => {
  it("names the class, and where the message belongs", () => {
    const misuse = messageMisuse("NotFoundError", { id: 7 });

    expect(misuse).toBeInstanceOf(TypeError);
    expect(misuse.message).toBe(
      "NotFoundError: message must be a string, got a value of type object. The text for the client comes before the options.",
    );
  });
});
