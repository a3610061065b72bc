import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptedTags } from "../../src/messages/accept-language.ts";

const tags = ["en", "de", "fr", "pt-BR"];

describe("the accepted tags", () => {
  it.each([
    [undefined, ["en", "de", "fr", "pt-BR"]],
    ["", []],
    ["*", ["en", "de", "fr", "pt-BR"]],
    ["fr, *;q=0.5", ["fr", "en", "de", "pt-BR"]],
    ["de;q=0, *", ["en", "fr", "pt-BR"]],
    ["*;q=0, de", ["de"]],
    ["DE-ch", ["de"]],
    ["de, en", ["de", "en"]],
    ["de-DE-1996;q=0.3, fr;q=0.31", ["fr", "de"]],
    ["pt", ["pt-BR"]],
    ["pt-br;q=0, pt", []],
    ["pt, pt-br;q=0", []],
    ["de-AT;q=0, de", ["de"]],
    ["d", []],
    ["de;q=1.1, fr;q=x, en;q=-1", []],
    ["de;q=0.1234", []],
    ["de ; q=0.5 , fr", ["fr", "de"]],
    ["de;level=1;q=0.5, fr;q=0.6", ["fr", "de"]],
    [";q=1, ,de", ["de"]],
  ])("of %j are %j", (header, expected) => {
    expect(acceptedTags(header, tags)).toEqual(expected);
  });

  it("are some of those that exist, whatever the header is", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (header) => {
        expect(tags).toEqual(expect.arrayContaining([...acceptedTags(header, tags)]));
      }),
    );
  });

  it("are found in the first 50 ranges, so that a long header costs no more", () => {
    expect(acceptedTags(`${"x,".repeat(49)}de`, tags)).toEqual(["de"]);
    expect(acceptedTags(`${"x,".repeat(50)}de`, tags)).toEqual([]);
    expect(acceptedTags("-".repeat(100_000), tags)).toEqual([]);
  });
});
