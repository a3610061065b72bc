import { describe, expect, it } from "vitest";
import { aSerializer } from "../../src/present/serializer-check.ts";

const [, accepts] = aSerializer;
const withType = (contentType: unknown): unknown => Object.assign(() => ({}), { contentType });

describe("the check of a serializer", () => {
  it.each([
    ["a function", () => ({})],
    ["a media type", withType("application/json")],
    ["a media type with a suffix", withType("application/vnd.example+json")],
    ["parameters", withType("application/json; charset=utf-8;v=1.0")],
  ])("accepts %s", (_what, value) => {
    expect(accepts(value)).toBe(true);
  });

  it.each([
    ["an object", { contentType: "application/json" }],
    ["a text without a slash", withType("json")],
    ["an empty text", withType("")],
    ["a line break", withType("text/html\r\nX-Evil: 1")],
    ["a second type", withType("text/html, text/plain")],
    ["undefined as its type", withType(undefined)],
    ["null", null],
  ])("refuses %s", (_what, value) => {
    expect(accepts(value)).toBe(false);
  });
});
