import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAbsoluteUri, isWebAddress, typeOf } from "../../src/errors/uri.ts";

describe("isAbsoluteUri", () => {
  it.each([
    "https://example.com/probs/out-of-credit",
    "HTTP://EXAMPLE.COM",
    "https://example.com/a?b=c&d=(e)#f",
    "https://[::1]:8080/a",
    "https://user@example.com/%20~!$'*+,;",
    "tag:example.com,2030:out_of_credit",
    "urn:ietf:rfc:9457",
    "about:blank",
    "a+b-c.d:e",
  ])("is true for %s", (uri) => {
    expect(isAbsoluteUri(uri)).toBe(true);
  });

  it.each<[string, unknown]>([
    ["a path", "/problems/a"],
    ["a URI without a scheme", "//example.com/a"],
    ["a name", "out_of_credit"],
    ["a scheme alone", "https:"],
    ["a scheme that begins with a digit", "1a:b"],
    ["a space", "https://example.com/a b"],
    ["a space at the start", " https://example.com/"],
    ["a line break at the end", "https://example.com/\n"],
    ["a quotation mark", 'https://example.com/"'],
    ["a bracket of HTML", "https://example.com/<b>"],
    ["a letter outside ASCII", "https://example.com/ü"],
    ["an empty text", ""],
    ["a URL object", new URL("https://example.com/")],
    ["a list with a URI", ["https://example.com/"]],
    ["null", null],
  ])("is false for %s", (_what, value) => {
    expect(isAbsoluteUri(value)).toBe(false);
  });

  it("accepts every URL that the URL class writes with an ASCII host", () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const { href } = new URL(url);

        expect(isAbsoluteUri(href.replaceAll(/[|^`{}]/g, encodeURIComponent))).toBe(true);
      }),
    );
  });
});

describe("isWebAddress", () => {
  it.each(["http://example.com/a", "https://example.com/a", "HTTPS://EXAMPLE.COM"])(
    "is true for %s",
    (address) => {
      expect(isWebAddress(address)).toBe(true);
    },
  );

  it.each([
    "ftp://example.com/a",
    "urn:https:a",
    "javascript:alert(1)//https://example.com/",
    "https:",
    "https://example.com/a b",
    "//example.com/a",
    undefined,
  ])("is false for %s", (address) => {
    expect(isWebAddress(address)).toBe(false);
  });
});

describe("typeOf", () => {
  const type = "https://example.com/probs/a";

  it.each([
    ["its own type", { type, typeBase: "https://other.example/" }, type],
    [
      "its own prefix and the code",
      { type: undefined, typeBase: "https://other.example/" },
      "https://other.example/gone_away",
    ],
    ["an empty prefix of its own and the code", { type: undefined, typeBase: "" }, "gone_away"],
    [
      "the given prefix and the code",
      { type: undefined, typeBase: undefined },
      "/problems/gone_away",
    ],
  ])("prefers %s", (_what, own, expected) => {
    expect(typeOf({ ...own, code: "gone_away" }, "/problems/")).toBe(expected);
  });
});
