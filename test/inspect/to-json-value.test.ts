import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteBudget } from "../../src/inspect/byte-budget.ts";
import { toJsonValue } from "../../src/inspect/to-json-value.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";

const copy = (value: unknown): unknown => toJsonValue(value, byteBudget());

describe("toJsonValue", () => {
  it.each<[string, unknown, unknown]>([
    ["null", null, null],
    ["a boolean", false, false],
    ["a number", 1.5, 1.5],
    ["a text", "a", "a"],
    ["an object", { shard: 3, tags: ["a", null] }, { shard: 3, tags: ["a", null] }],
    ["a date, as ISO 8601", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["an error, as name and message", new TypeError("no"), "TypeError: no"],
    ["NaN, as text", Number.NaN, "NaN"],
    ["Infinity, as text", -Infinity, "-Infinity"],
    ["a bigint, as text", 12n, "12"],
    ["undefined, as its type", undefined, "undefined"],
    ["a function, as its type", () => "secret", "function"],
    ["a symbol, as its type", Symbol("secret"), "symbol"],
    ["a map, without its entries", new Map([["a", 1]]), {}],
    ["an invalid date", new Date(Number.NaN), "(not readable)"],
    ["a revoked proxy", revokedProxy(), "(not readable)"],
    ["a proxy that throws", hostileProxy(), "(not readable)"],
    [
      "a getter that throws",
      throwingGetters({ kept: 1 }, "odd"),
      { kept: 1, odd: "(not readable)" },
    ],
    ["a toJSON, without calling it", { toJSON: () => "secret" }, { toJSON: "function" }],
    ["a buffer, without its bytes", Buffer.from("hunter2"), "(7 bytes)"],
    ["control characters, escaped", { "a\n": "\u001b" }, { "a\\x0a": "\\x1b" }],
  ])("copies %s", (_what, value, expected) => {
    expect(copy(value)).toEqual(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    ["a text", { password: "hunter2" }],
    ["a number", { password: 4711 }],
    ["a bigint", { apiKey: 4711n }],
    ["a list", { "set-cookie": ["sid=hunter2", "b=4711"] }],
    ["a list of lists", { passwords: [["hunter2"], [4711]] }],
    ["an object", { credentials: { user: "hunter2", pin: 4711 } }],
    ["an object with secrets for names", { tokens: { hunter2: true } }],
    ["a list of objects", { secrets: [{ value: "hunter2" }] }],
    ["a date", { secretUntil: new Date("4711-01-01") }],
    ["an error", { token: new Error("hunter2") }],
    ["a buffer", { secretKey: Buffer.from("hunter2") }],
    ["an array of bytes", { privateKey: new Uint8Array([4711 % 256]) }],
    ["a buffer that was JSON", { secretKey: Buffer.from("\u0047\u0011").toJSON() }],
    ["a nested name of a form", { "user[password]": "hunter2", "user.password": "hunter2" }],
  ])("masks %s below the name of a secret", (_what, value) => {
    const text = JSON.stringify(copy({ upstream: value }));

    expect(text).not.toMatch(/hunter2|4711|\b71\b/);
    expect(text).toMatch(/\[secret [0-9a-f]{4}\]|bytes\)/);
  });

  it("keeps below the name of a secret whether there is one", () => {
    const value = { password: null, token: undefined, secret: true, apiKey: [] };

    expect(copy(value)).toMatchObject({
      password: null,
      token: "undefined",
      secret: true,
      apiKey: [],
    });
  });

  it("masks nothing of a secret that it copies for redact: false", () => {
    const value = { "set-cookie": ["sid=1"], credentials: { pin: 1234 } };

    expect(
      toJsonValue(
        value,
        byteBudget(undefined, (text) => text),
      ),
    ).toEqual(value);
  });

  it("stops after four levels", () => {
    expect(copy({ a: { b: { c: { d: { e: 1 } } } } })).toEqual({ a: { b: { c: { d: "…" } } } });
  });

  it("ends in a circle", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;

    expect(copy(circle)).toEqual({ self: { self: { self: { self: "…" } } } });
  });

  it("copies at most 30 members and 30 items", () => {
    const names = Array.from({ length: 40 }, (_, index) => `m${index}`);

    expect(Object.keys(copy(Object.fromEntries(names.map((name) => [name, 1]))) as object)).toEqual(
      names.slice(0, 30),
    );
    expect(copy(names)).toEqual(names.slice(0, 30));
  });

  it("copies at most 200 values in all", () => {
    const rows = Array.from({ length: 30 }, () => Array.from({ length: 30 }, () => 1));

    expect(JSON.stringify(copy(rows)).match(/1/g)?.length).toBeLessThan(200);
    expect(JSON.stringify(copy(rows)).match(/1/g)?.length).toBeGreaterThan(180);
  });

  it("truncates a text to 1,000 characters and a name to 100", () => {
    expect(copy("x".repeat(3000))).toBe(`${"x".repeat(1000)}… (3000 characters)`);
    expect(copy({ ["n".repeat(200)]: 1 })).toEqual({ [`${"n".repeat(100)}… (200 characters)`]: 1 });
  });

  it("leaves a number out that the budget has no room for", () => {
    expect(toJsonValue([123_456_789], byteBudget(20))).toEqual(["12"]);
  });

  it("copies an error of another realm, such as the one of a vm", () => {
    expect(copy(runInNewContext('new TypeError("no")'))).toBe("TypeError: no");
  });

  it("counts the values of all branches together", () => {
    const row = Array.from({ length: 30 }, () => 1);
    const rows = copy(Array.from({ length: 30 }, () => row)) as unknown[][];

    // The outermost list is a value too.
    expect(rows.reduce((sum, inner) => sum + 1 + inner.length, 1)).toBe(200);
  });

  it("keeps a member named __proto__ as a member", () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}}') as object;

    const copied = copy(value) as { readonly polluted?: unknown };

    expect(JSON.stringify(copied)).toBe(JSON.stringify(value));
    expect(copied.polluted).toBeUndefined();
  });

  it("is JSON of bounded depth and size, whatever the value is, and never throws", () => {
    const long = (text: string): string => text.repeat(100);
    const values = fc.anything({
      maxDepth: 6,
      maxKeys: 10,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withTypedArray: true,
      values: [fc.string({ unit: "binary", maxLength: 20 }).map(long), fc.double()],
    });

    fc.assert(
      fc.property(values, (value) => {
        const odd = [revokedProxy(), hostileProxy([]), listInItself(), throwingGetters({}, "a")];

        const text = JSON.stringify(copy({ odd, value }));

        expect(JSON.stringify(JSON.parse(text))).toBe(text);
        // What a number or a mark such as "…" takes beyond the budget is little, as there are at most 200 values.
        expect(Buffer.byteLength(text)).toBeLessThan(13_000);
        expect(textsOf(JSON.parse(text))).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });
});

/** Every name and every text of a value, one after another. */
function textsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .map(([name, member]) => name + textsOf(member))
    .join("");
}

function listInItself(): unknown[] {
  const list: unknown[] = [];
  list.push({ list }, list);
  return list;
}
