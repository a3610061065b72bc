import { describe, expect, it } from "vitest";
import { vary } from "../../src/mocks/vary.ts";

describe("vary", () => {
  it.each([
    ["nothing", undefined, "Accept-Language"],
    ["an empty header", "", "Accept-Language"],
    ["another name", "Origin", "Origin, Accept-Language"],
    ["the same name in lower case", "origin, accept-language", "origin, accept-language"],
    ["a star", "*", "*"],
    ["a star among names", "Origin, *", "*"],
  ])("adds a name to %s", (_what, given, expected) => {
    const headers = new Headers(given === undefined ? {} : { Vary: given });

    vary(headers, "Accept-Language");

    expect(headers.get("Vary")).toBe(expected);
  });
});
