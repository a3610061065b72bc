import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { english } from "../../src/messages/english.ts";
import type { SchemaIssue } from "../../src/schema/standard-schema.ts";
import { type BadPart, toFieldErrors } from "../../src/validate/field-errors.ts";
import { loadVendor } from "../../src/validate/vendor-violation.ts";

// As the declaration of a schema of valibot or ArkType does.
beforeAll(() => loadVendor("arktype"));

const part = (outcome: BadPart["outcome"], members: Partial<BadPart> = {}): BadPart => ({
  in: "body",
  vendor: "zod",
  input: {},
  isSecret: false,
  outcome,
  ...members,
});
const invalid = (issues: readonly object[], members: Partial<BadPart> = {}): BadPart =>
  part({ kind: "invalid", issues: issues as SchemaIssue[] }, members);
const convert = (...parts: readonly BadPart[]) => toFieldErrors(parts, english);
const codesOf = (...issues: readonly object[]) =>
  convert(invalid(issues)).errors.map(({ code }) => code);

const tooSmall = (minimum: number | bigint, path: string[] = ["a"], input: unknown = 1) => ({
  code: "too_small",
  origin: "number",
  minimum,
  path,
  input,
});
const earliest = (day: string) => ({
  ...tooSmall(Date.parse(day), ["a"], new Date(0)),
  origin: "date",
});
const tooBig = (maximum: number) => ({
  code: "too_big",
  origin: "number",
  maximum,
  path: ["a"],
  input: 1,
});
const wrongType = { code: "invalid_type", expected: "array", path: ["a"], input: "text" };

describe("the field errors", () => {
  it("have the place, the code, the phrase and the parameters of the rule", () => {
    expect(convert(invalid([tooSmall(5)]))).toEqual({
      errors: [
        {
          in: "body",
          pointer: "#/a",
          code: "too_small",
          detail: "must be at least 5",
          params: { minimum: 5 },
        },
      ],
      errorCount: 1,
    });
  });

  it("have no parameters where the rule has none", () => {
    const [error] = convert(invalid([{ code: "custom", path: [] }])).errors;

    expect(Object.keys(error ?? {})).toEqual(["in", "pointer", "code", "detail"]);
  });

  it("have the text of the author, cut after 256 characters and never inside of one", () => {
    const message = `${"x".repeat(255)}👍`;

    const [error] = convert(invalid([{ code: "custom", path: [], message }])).errors;

    expect(error?.detail).toBe("x".repeat(255));
  });

  it("keep the text of the author for a value that is missing", () => {
    const issue = { code: "invalid_type", expected: "string", path: ["a"], message: "Write it." };

    expect(convert(invalid([{ ...issue, input: undefined }])).errors).toEqual([
      { in: "body", pointer: "#/a", code: "required", detail: "Write it." },
    ]);
  });

  it("never require a member that is not allowed", () => {
    const issue = { code: "invalid_type", expected: "never", path: ["a"], input: undefined };

    expect(codesOf(issue)).toEqual(["unknown_member"]);
  });

  it("of a body that is too deep are one for the whole body", () => {
    expect(convert(part({ kind: "too_deep" })).errors).toEqual([
      { in: "body", pointer: "#", code: "too_deep", detail: "is nested too deeply" },
    ]);
  });

  it("of texts that are not Unicode distinguish names from values", () => {
    const texts = [
      { path: ["a"], isName: false },
      { path: [], isName: true },
    ];

    expect(convert(part({ kind: "ill_formed", texts })).errors).toMatchObject([
      { pointer: "#/a", code: "bad_format", params: { format: "Unicode text" } },
      { pointer: "#", code: "bad_key" },
    ]);
  });

  it("tell no value of the schema of a part that may have secrets", () => {
    const issue = { code: "invalid_value", values: ["s3cr3t"], path: ["key"], input: "b" };

    const { errors } = convert(invalid([issue], { in: "headers", isSecret: true }));

    expect(errors).toEqual([
      { in: "headers", pointer: "#/key", code: "not_one_of", detail: "is not valid" },
    ]);
  });
});

it("say what an issue of ArkType stands for, and of an unknown library nothing", () => {
  const rules = [
    { code: "minLength", rule: 3, data: "x", path: ["a"] },
    { code: "pattern", data: "x", path: ["a"] },
  ];
  const issue = { code: "intersection", errors: rules, path: ["a"], data: "x" };

  expect(convert(invalid([issue], { vendor: "arktype", input: { a: "x" } })).errors).toMatchObject([
    { pointer: "#/a", code: "too_short" },
    { pointer: "#/a", code: "bad_format" },
  ]);
  expect(convert(invalid([issue], { vendor: "other", input: { a: "x" } })).errors).toMatchObject([
    { pointer: "#/a", code: "invalid" },
  ]);
});

it("take no issue of an unknown library for one of valibot that looks like it", () => {
  const issue = { kind: "validation", type: "email", path: ["a"] };

  expect(convert(invalid([issue], { vendor: "other", input: { a: "x" } })).errors).toMatchObject([
    { pointer: "#/a", code: "invalid" },
  ]);
});

describe("of several issues of one value", () => {
  it.each([
    ["the higher minimum", [tooSmall(5), tooSmall(7)], [{ minimum: 7 }]],
    ["the higher minimum, if it is first", [tooSmall(7), tooSmall(5)], [{ minimum: 7 }]],
    ["the lower maximum", [tooBig(7), tooBig(5)], [{ maximum: 5 }]],
    ["the lower maximum, if it is first", [tooBig(5), tooBig(7)], [{ maximum: 5 }]],
    [
      "the higher bigint, which JSON does not have",
      [tooSmall(9n), tooSmall(10n)],
      [{ minimum: "10" }],
    ],
    [
      "the later date",
      [earliest("2024-01-01"), earliest("2025-01-01")],
      [{ minimum: "2025-01-01T00:00:00.000Z" }],
    ],
    [
      "the later date, if it is first",
      [earliest("2025-01-01"), earliest("2024-01-01")],
      [{ minimum: "2025-01-01T00:00:00.000Z" }],
    ],
    [
      "the exclusive one of two equal minimums",
      [tooSmall(5), { ...tooSmall(5), inclusive: false }],
      [{ minimum: 5, exclusive: true }],
    ],
    [
      "the exclusive one of two equal maximums, if it is first",
      [{ ...tooBig(5), inclusive: false }, tooBig(5)],
      [{ maximum: 5, exclusive: true }],
    ],
    [
      "the exclusive one of two equal dates",
      [earliest("2025-01-01"), { ...earliest("2025-01-01"), inclusive: false }],
      [{ minimum: "2025-01-01T00:00:00.000Z", exclusive: true }],
    ],
    ["a minimum and a maximum", [tooSmall(5), tooBig(0)], [{ minimum: 5 }, { maximum: 0 }]],
    ["minimums of two values", [tooSmall(5), tooSmall(7, ["b"])], [{ minimum: 5 }, { minimum: 7 }]],
  ])("keeps %s", (_what, issues, params) => {
    expect(convert(invalid(issues)).errors.map((error) => error.params)).toEqual(params);
  });

  it("keeps two with the same code that are not limits", () => {
    const format = { code: "invalid_format", path: ["a"], input: "x" };

    expect(codesOf({ ...format, format: "email" }, { ...format, format: "regex" })).toEqual([
      "bad_format",
      "bad_format",
    ]);
  });

  it("keeps the minimums of two parts of the request", () => {
    const { errors } = convert(invalid([tooSmall(5)]), invalid([tooSmall(7)], { in: "query" }));

    expect(errors).toHaveLength(2);
  });

  it("keeps one minimum of a part that may have secrets, and tells neither", () => {
    const { errors } = convert(
      invalid([tooSmall(5), tooSmall(7)], { in: "cookies", isSecret: true }),
    );

    expect(errors).toEqual([
      { in: "cookies", pointer: "#/a", code: "too_small", detail: "is not valid" },
    ]);
  });

  it("drops the size of a value that has the wrong type altogether", () => {
    const size = { code: "too_small", origin: "array", minimum: 9, path: ["a"], input: "text" };

    expect(codesOf(wrongType, size)).toEqual(["wrong_type"]);
    expect(codesOf(wrongType, { ...size, path: ["b"] })).toEqual(["wrong_type", "too_short"]);
    expect(
      convert(invalid([wrongType]), invalid([size], { in: "query" })).errors.map(
        ({ code }) => code,
      ),
    ).toEqual(["wrong_type", "too_short"]);
    expect(codesOf({ code: "custom", path: ["a"] }, size)).toEqual(["invalid", "too_short"]);
  });
});

describe("the number of field errors", () => {
  const unknownMembers = (count: number) => ({
    code: "unrecognized_keys",
    path: [],
    keys: Array.from({ length: count }, (_, index) => `k${index}`),
  });
  const rulesOfArktype = (count: number) => ({
    code: "intersection",
    path: ["a"],
    errors: Array.from({ length: count }, () => ({ code: "pattern", path: ["a"], data: "x" })),
  });
  const listOf = (count: number) =>
    Array.from({ length: count }, (_, index) => tooSmall(5, [`k${index}`]));

  it.each<[string, readonly BadPart[], number, number]>([
    ["50 issues", [invalid(listOf(50))], 50, 50],
    ["51 issues", [invalid(listOf(51))], 50, 51],
    ["70 unknown members in one issue", [invalid([unknownMembers(70)])], 50, 70],
    ["two parts", [invalid(listOf(30)), invalid(listOf(30), { in: "query" })], 50, 60],
    ["an issue that is split by the limit", [invalid([...listOf(49), unknownMembers(3)])], 50, 52],
    ["an issue beyond the limit", [invalid([...listOf(50), unknownMembers(3)])], 50, 51],
    [
      "an issue of ArkType that is split by the limit",
      [invalid(listOf(49)), invalid([rulesOfArktype(3)], { vendor: "arktype", in: "query" })],
      50,
      52,
    ],
    ["a deep body after 50", [invalid(listOf(50)), part({ kind: "too_deep" })], 50, 51],
    [
      "texts after 49",
      [
        invalid(listOf(49)),
        part({
          kind: "ill_formed",
          texts: Array.from({ length: 3 }, () => ({ path: [], isName: true })),
        }),
      ],
      50,
      52,
    ],
    ["no issues", [invalid([])], 0, 0],
  ])("of %s is 50 at most, and all are counted", (_what, parts, listed, count) => {
    const { errors, errorCount } = convert(...parts);

    expect(errors).toHaveLength(listed);
    expect(errorCount).toBe(count);
  });
});

it("bounds what any schema makes of any value, and never ends in half a character", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 400 });
  const issue = fc.record(
    {
      code: fc.constantFrom(
        "custom",
        "invalid_type",
        "too_small",
        "invalid_value",
        "x",
        "min",
        "exactLength",
        "unit",
        "union",
        "predicate",
        "domain",
        "intersection",
      ),
      kind: fc.constantFrom("schema", "validation"),
      type: fc.constantFrom(
        "string",
        "picklist",
        "min_length",
        "min_value",
        "starts_with",
        "email",
      ),
      requirement: fc.oneof(text, fc.double(), fc.date(), fc.bigInt()),
      rule: fc.oneof(text, fc.double(), fc.date()),
      meta: fc.constant({}),
      received: text,
      message: text,
      path: fc.array(fc.oneof(text, fc.nat()), { maxLength: 9 }),
      values: fc.array(text),
      expected: text,
      input: fc.constant("s3cr3t"),
      data: fc.constant("s3cr3t"),
    },
    { requiredKeys: ["path"] },
  );
  const vendors = fc.constantFrom("zod", "valibot", "arktype", "other");

  fc.assert(
    fc.property(
      fc.array(issue, { maxLength: 60 }),
      vendors,
      fc.boolean(),
      (issues, vendor, isSecret) => {
        const { errors, errorCount } = convert(invalid(issues, { vendor, isSecret }));

        expect(errors.length).toBeLessThanOrEqual(50);
        expect(errorCount).toBeGreaterThanOrEqual(errors.length);
        for (const { pointer, detail } of errors) {
          expect(pointer.length).toBeLessThanOrEqual(256);
          expect(pointer).toMatch(/^#/);
          expect(detail.length).toBeLessThanOrEqual(256);
          expect(detail.isWellFormed()).toBe(true);
          expect(detail).not.toContain("s3cr3t");
        }
      },
    ),
  );
});
