import { AssertionError } from "node:assert";
import { assertNoSecret, problemMatchers } from "express-backstop/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const secret = "c0rrect-Horse/battery=staple";
const respond = (text: string, headers: Readonly<Record<string, unknown>> = {}) => ({
  status: 500,
  headers: { "content-type": "application/problem+json", ...headers },
  text,
});
const repeats = (text: string, of: string | readonly string[] = secret): boolean =>
  !problemMatchers.toKeepSecret(respond(text), of).pass;
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const hex = (text: string): string => Buffer.from(text).toString("hex");
const inJson = (value: unknown): string => JSON.stringify({ detail: value });

/** Ways in which a program may repeat a text. */
const spellings: readonly (readonly [string, (text: string) => string])[] = [
  ["as it is", (text) => text],
  ["in capitals", (text) => text.toUpperCase()],
  ["backwards", (text) => Array.from(text).toReversed().join("")],
  ["in base64", base64],
  ["in base64 for URLs", (text) => Buffer.from(text).toString("base64url")],
  ["in base64 inside a longer text", (text) => base64(`user:${text}@db`)],
  ["in base64 after a path", (text) => `/tokens/a${base64(text)}`],
  ["in base64 twice", (text) => base64(base64(text))],
  ["in base64 four times", (text) => base64(base64(base64(base64(text))))],
  ["in base64 of UTF-16", (text) => Buffer.from(text, "utf16le").toString("base64")],
  ["in hexadecimal digits", hex],
  ["in hexadecimal capitals", (text) => hex(text).toUpperCase()],
  ["in hexadecimal digits after another digit", (text) => `a${hex(text)}`],
  ["as a printed Buffer", (text) => `<Buffer ${hex(text).replaceAll(/(..)/g, "$1 ").trim()}>`],
  ["as bytes with a prefix", (text) => hex(text).replaceAll(/(..)/g, "0x$1, ")],
  ["as escapes of bytes", (text) => hex(text).replaceAll(/(..)/g, "\\x$1")],
  ["as JSON of a Buffer", (text) => JSON.stringify(Buffer.from(text))],
  ["as indented JSON of a Buffer", (text) => JSON.stringify(Buffer.from(text), null, 8)],
  ["in a URL", encodeURIComponent],
  ["in a URL, each character", (text) => hex(text).replaceAll(/(..)/g, "%$1")],
  ["in a URL twice", (text) => encodeURIComponent(hex(text).replaceAll(/(..)/g, "%$1"))],
  [
    "in escapes of JSON",
    (text) =>
      text.replaceAll(/./g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`),
  ],
  ["in escapes of code points", (text) => text.replaceAll(/./g, (one) => `\\u{${hex(one)}}`)],
  ["in JSON in JSON", (text) => JSON.stringify(JSON.stringify({ a: JSON.stringify(text) }))],
  ["in entities of HTML", (text) => text.replaceAll(/./g, (one) => `&#${one.charCodeAt(0)};`)],
  ["in hexadecimal entities", (text) => text.replaceAll(/./g, (one) => `&#x${hex(one)};`)],
  ["in full-width letters", (text) => text.replaceAll(/[!-~]/g, toFullWidth)],
  ["in base64 of JSON of escapes of a URL", (text) => base64(inJson(encodeURIComponent(text)))],
];

/** Ways that put other characters between those of a text. */
const pieces: readonly (readonly [string, (text: string) => string])[] = [
  ["with spaces", (text) => Array.from(text).join(" ")],
  ["as a list of characters", (text) => JSON.stringify(Array.from(text))],
  ["with invisible characters", (text) => Array.from(text).join("\u200b")],
];

function toFullWidth(character: string): string {
  return String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfe_e0);
}

describe("assertNoSecret", () => {
  it.each([...spellings, ...pieces])("finds a secret %s", (_how, spell) => {
    expect(repeats(inJson(spell(secret)))).toBe(true);
    expect(repeats(`<p>${spell(secret)}</p>`)).toBe(true);
    expect(repeats("", secret)).toBe(false);
  });

  it.each(spellings)("finds any secret of 12 characters %s", (_how, spell) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{12}$/), (any) => {
        expect(repeats(`{"detail":"a ${spell(any)} b"}`, any)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it.each(pieces)("finds any secret with eight letters or digits %s", (_how, spell) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{3}[\dA-Za-z]{8}$/), (any) => {
        expect(repeats(`{"detail":"a ${spell(any)} b"}`, any)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("finds eight characters of a secret, and not seven", () => {
    expect(repeats(inJson("...e/batter..."))).toBe(true);
    expect(repeats(inJson("...e/batte..."))).toBe(false);
  });

  it("finds a short secret as a whole, and not in pieces", () => {
    expect(repeats(inJson("the pin is 4711"), "4711")).toBe(true);
    expect(repeats(inJson(base64("the pin is 4711!")), "4711")).toBe(true);
    expect(repeats(inJson("47 and 11"), "4711")).toBe(false);
    expect(repeats(inJson(4711), "4711")).toBe(true);
  });

  it("finds a secret that several members or several headers have together", () => {
    const members = JSON.stringify({ user: "c0rrect-", rest: ["Hor", "se/bat"] });
    const headers = { "x-a": "c0rr", "x-b": "ect-", "x-c": "Horse" };

    expect(repeats(members)).toBe(true);
    expect(() => assertNoSecret(respond("{}", headers), secret)).toThrow(
      "The response repeats a part of the secret in the headers together.",
    );
  });

  it("finds a secret with letters of other languages, and one with escapes of its own", () => {
    const umlauts = "pässwörd-für-ünser-büro";
    const escaped = "50%25 of \\u0041BCDEFGH & more";

    expect(repeats(inJson(encodeURIComponent(umlauts)), umlauts)).toBe(true);
    expect(repeats(inJson(base64(umlauts)), umlauts)).toBe(true);
    expect(repeats(inJson(umlauts.normalize("NFD")), umlauts)).toBe(true);
    expect(repeats(inJson(escaped), escaped)).toBe(true);
    expect(repeats(inJson(encodeURIComponent(escaped)), escaped)).toBe(true);
  });

  it("accepts a response without it, and with another secret of the same kind", () => {
    const token = "Zm9yIHRoZSByZWNvcmQ_aHR0cA";
    const text = inJson(
      `Nothing here. ${base64("another text, about horses")} ${hex("no staple")}`,
    );

    expect(() => assertNoSecret(respond(text, { "x-request-id": "r1" }), secret)).not.toThrow();
    expect(() => assertNoSecret(respond(text), [secret, token, "4711"])).not.toThrow();
  });

  it.each<[string, ReturnType<typeof respond>, string]>([
    [
      "a member",
      respond(JSON.stringify({ errors: [{ detail: `is ${secret}` }] })),
      "in the body at #/errors/0/detail.",
    ],
    ["a text", respond(secret), "in the body."],
    ["an encoded text", respond(base64(secret)), "in the body, encoded."],
    [
      "a header",
      respond("{}", { location: `/?token=${encodeURIComponent(secret)}` }),
      "in the headers at location.",
    ],
    ["one of several values", respond("{}", { "set-cookie": ["a=1", secret] }), "at set-cookie."],
    ["a name of a header", respond("{}", { [secret]: "1" }), "in the headers."],
    ["a name of a member", respond(JSON.stringify({ [secret]: 1 })), "in the body."],
    [
      "a value below a name that has it too",
      respond(JSON.stringify({ [secret]: secret })),
      "in the body.",
    ],
    ["a reversal", respond(inJson("elpats=yrettab")), "in the body at #/detail, backwards."],
    ["pieces", respond(inJson("b a t t e r y s")), "in the body at #/detail, in pieces."],
  ])("says where %s has it, and never says the secret", (_what, response, where) => {
    const { pass, message } = problemMatchers.toKeepSecret(response, ["another one", secret]);

    expect(pass).toBe(false);
    expect(message()).toContain("The response repeats a part of secret 2 of 2");
    expect(message()).toContain(where);
    expect(message()).not.toContain("battery");
  });

  it("throws an error that has neither the secret nor the response, and a stack that begins with the test", () => {
    let thrown: unknown;
    try {
      assertNoSecret(respond(inJson(secret)), secret);
    } catch (error) {
      thrown = error;
    }

    expect(thrown).toBeInstanceOf(AssertionError);
    expect(JSON.stringify(thrown)).not.toContain("Horse");
    expect((thrown as Error).stack).not.toContain("Horse");
    expect((thrown as Error).stack).not.toContain("src/testing");
  });

  it("reads bytes that supertest has as a Buffer", () => {
    const response = { status: 200, headers: {}, body: Buffer.from(`PNG ${secret}`) };

    expect(() => assertNoSecret(response as never, secret)).toThrow("in the body.");
  });

  it.each<[unknown, string]>([
    ["abc", "a secret must have at least 4 characters"],
    ["", "a secret must have at least 4 characters"],
    [[], "secrets must be a string or an array of strings, got an empty array"],
    [undefined, "secrets must be a string or an array of strings, got undefined"],
    [[secret, 7], "secrets must be a string or an array of strings, got 7"],
  ])("refuses %j, which would find nothing or everything", (secrets, message) => {
    const assert = () => assertNoSecret(respond("{}"), secrets as string);

    expect(assert).toThrow(TypeError);
    expect(assert).toThrow(`assertNoSecret: ${message}`);
  });

  it("refuses a response whose body was not read", () => {
    expect(() => assertNoSecret({ status: 200, headers: {} } as never, secret)).toThrow(
      "assertNoSecret: response.text must be a string, got undefined.",
    );
  });

  it("looks through a body that is deeper than the stack, or long, without an error of its own", () => {
    const deep = `${"[".repeat(100_000)}"${secret}"${"]".repeat(100_000)}`;
    const wide = JSON.stringify(Array.from({ length: 50_000 }, (_item, index) => index));

    expect(repeats(deep)).toBe(true);
    expect(repeats(wide)).toBe(false);
  });
});

describe("toKeepSecret", () => {
  it("says for a negated assertion that nothing is repeated", () => {
    expect(problemMatchers.toKeepSecret(respond("{}"), secret).message()).toBe(
      "The response repeats nothing of the secret.",
    );
  });
});
