import { readFileSync } from "node:fs";
import { type } from "arktype";
import { validate } from "express-backstop";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { StandardSchema } from "../../src/schema/standard-schema.ts";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

/** A schema of a body and the value of its member `value`, with the error that the client gets. */
type Case = [
  code: string,
  schema: StandardSchema,
  input: unknown,
  detail: string,
  params?: Readonly<Record<string, unknown>>,
];

const body = (value: v.GenericSchema) => v.object({ value });
const text = (...rules: readonly v.GenericValidation<string>[]) =>
  body(v.pipe(v.string(), ...(rules as [v.GenericValidation<string>])));
const number = (...rules: readonly v.GenericValidation<number>[]) =>
  body(v.pipe(v.number(), ...(rules as [v.GenericValidation<number>])));
const list = (...rules: readonly v.GenericValidation<unknown[]>[]) =>
  body(v.pipe(v.array(v.unknown()), ...(rules as [v.GenericValidation<unknown[]>])));
const kindsOfValibot = v.variant("kind", [
  v.object({ kind: v.literal("a"), size: v.number() }),
  v.object({ kind: v.literal("b") }),
]);

const ofValibot: readonly Case[] = [
  ["required", body(v.string()), undefined, "is required"],
  ["required", v.object({ value: v.any() }, "Say who you are."), undefined, "Say who you are."],
  ["required", body(kindsOfValibot), {}, "is required"],
  ["unknown_member", body(v.strictObject({})), { other: 1 }, "is not allowed"],
  ["unknown_member", body(v.strictTuple([])), [1], "is not allowed"],
  ["unknown_member", body(v.never()), 1, "is not allowed"],
  ["unknown_member", body(v.undefined()), 1, "is not allowed"],
  ["unknown_member", body(v.void()), 1, "is not allowed"],
  ["wrong_type", body(v.string()), 1, "must be a string", { type: "string" }],
  ["wrong_type", body(v.number()), "x", "must be a number", { type: "number" }],
  ["wrong_type", body(v.boolean()), 1, "must be a boolean", { type: "boolean" }],
  ["wrong_type", body(v.null()), 1, "must be a null", { type: "null" }],
  ["wrong_type", body(v.array(v.any())), {}, "must be an array", { type: "array" }],
  ["wrong_type", body(v.tuple([])), {}, "must be an array", { type: "array" }],
  ["wrong_type", body(v.object({})), 1, "must be an object", { type: "object" }],
  ["wrong_type", body(kindsOfValibot), 1, "must be an object", { type: "object" }],
  ["wrong_type", body(v.record(v.string(), v.any())), 1, "must be a record", { type: "record" }],
  ["wrong_type", number(v.integer()), 1.5, "must be an integer", { type: "integer" }],
  ["wrong_type", number(v.safeInteger()), 1e300, "must be an integer", { type: "integer" }],
  ["wrong_type", body(v.string("Write a text.")), 1, "Write a text.", { type: "string" }],
  ["too_short", text(v.minLength(2)), "x", "must have at least 2 characters", { minimum: 2 }],
  ["too_short", text(v.nonEmpty()), "", "must have at least 1 character", { minimum: 1 }],
  ["too_short", text(v.nonEmpty("must not be blank")), "", "must not be blank", { minimum: 1 }],
  ["too_short", list(v.minLength(1)), [], "must have at least 1 item", { minimum: 1 }],
  ["too_short", text(v.minBytes(2)), "x", "must have at least 2 bytes", { minimum: 2 }],
  ["too_short", text(v.minGraphemes(2)), "👨‍👩‍👧", "must have at least 2 characters", { minimum: 2 }],
  [
    "too_short",
    text(v.length(3)),
    "x",
    "must have exactly 3 characters",
    { minimum: 3, maximum: 3 },
  ],
  [
    "too_short",
    body(v.pipe(v.record(v.string(), v.any()), v.minEntries(1))),
    {},
    "must have at least 1 entry",
    { minimum: 1 },
  ],
  ["too_long", text(v.maxLength(1)), "xy", "must have at most 1 character", { maximum: 1 }],
  ["too_long", list(v.maxLength(1)), [1, 2], "must have at most 1 item", { maximum: 1 }],
  ["too_long", list(v.empty()), [1], "must have at most 0 items", { maximum: 0 }],
  ["too_long", list(v.length(1)), [1, 2], "must have exactly 1 item", { minimum: 1, maximum: 1 }],
  ["too_small", number(v.minValue(1)), 0, "must be at least 1", { minimum: 1 }],
  ["too_small", number(v.gtValue(0)), 0, "must be greater than 0", { minimum: 0, exclusive: true }],
  [
    "too_small",
    text(v.minValue("2024-01-01")),
    "2023-12-31",
    "must be at least 2024-01-01",
    { minimum: "2024-01-01" },
  ],
  ["too_small", number(v.minValue(1), v.minValue(5)), 0, "must be at least 5", { minimum: 5 }],
  ["too_large", number(v.maxValue(1)), 2, "must be at most 1", { maximum: 1 }],
  ["too_large", number(v.ltValue(1)), 1, "must be less than 1", { maximum: 1, exclusive: true }],
  ["bad_format", text(v.email()), "x", "is not a valid email", { format: "email" }],
  ["bad_format", text(v.isoTimestamp()), "x", "is not a valid datetime", { format: "datetime" }],
  ["bad_format", text(v.hexColor()), "x", "is not a valid hex color", { format: "hex color" }],
  ["bad_format", text(v.regex(/a/)), "x", "has the wrong format"],
  [
    "bad_format",
    text(v.startsWith("ab")),
    "x",
    'must start with "ab"',
    { format: "starts_with", prefix: "ab" },
  ],
  [
    "bad_format",
    text(v.endsWith("ab")),
    "x",
    'must end with "ab"',
    { format: "ends_with", suffix: "ab" },
  ],
  [
    "bad_format",
    text(v.includes("ab")),
    "x",
    'must contain "ab"',
    { format: "includes", includes: "ab" },
  ],
  ["not_one_of", body(v.picklist(["a", 2])), "x", "must be one of: a, 2", { values: ["a", 2] }],
  ["not_one_of", body(v.literal(true)), 1, "must be one of: true", { values: [true] }],
  ["not_one_of", body(v.enum({ A: "a" })), 1, "must be one of: a", { values: ["a"] }],
  ["not_one_of", text(v.values(["a", "b"])), "x", "must be one of: a, b", { values: ["a", "b"] }],
  ["not_one_of", number(v.value(3)), 4, "must be one of: 3", { values: [3] }],
  [
    "not_one_of",
    body(kindsOfValibot),
    { kind: "c" },
    "must be one of: a, b",
    { values: ["a", "b"] },
  ],
  ["not_multiple_of", number(v.multipleOf(5)), 3, "must be a multiple of 5", { divisor: 5 }],
  [
    "no_variant_matched",
    body(v.union([v.string(), v.number()])),
    true,
    "matches none of the allowed variants",
  ],
  ["invalid", body(v.custom(() => false)), 1, "is not valid"],
  ["invalid", text(v.check(() => false)), "x", "is not valid"],
  ["invalid", text(v.check(() => false, "is taken")), "x", "is taken"],
  ["invalid", text(v.excludes("x")), "x", "is not valid"],
];

const kindsOfArktype = type({ kind: "'a'", size: "number" }).or({ kind: "'b'" });
const ofArktype: readonly Case[] = [
  ["required", type({ value: "string" }), undefined, "is required"],
  ["unknown_member", type({ value: { "+": "reject" } }), { other: 1 }, "is not allowed"],
  ["unknown_member", type({ "value?": "never" }), 1, "is not allowed"],
  ["unknown_member", type({ "value?": "undefined" }), 1, "is not allowed"],
  ["wrong_type", type({ value: "string" }), 1, "must be a string", { type: "string" }],
  ["wrong_type", type({ value: "number" }), "x", "must be a number", { type: "number" }],
  ["wrong_type", type({ value: "boolean" }), 1, "must be a boolean", { type: "boolean" }],
  ["wrong_type", type({ value: "null" }), 1, "must be a null", { type: "null" }],
  ["wrong_type", type({ value: "string[]" }), {}, "must be an array", { type: "array" }],
  ["wrong_type", type({ value: { a: "1" } }), 1, "must be an object", { type: "object" }],
  ["wrong_type", type({ value: "number.integer" }), 1.5, "must be an integer", { type: "integer" }],
  [
    "wrong_type",
    type({ value: type("string").configure({ message: "Write a text." }) }),
    1,
    "Write a text.",
    { type: "string" },
  ],
  [
    "too_short",
    type({ value: "string > 1" }),
    "x",
    "must have at least 2 characters",
    { minimum: 2 },
  ],
  ["too_short", type({ value: "unknown[] > 0" }), [], "must have at least 1 item", { minimum: 1 }],
  [
    "too_short",
    type({ value: "string == 3" }),
    "x",
    "must have exactly 3 characters",
    { minimum: 3, maximum: 3 },
  ],
  [
    "too_long",
    type({ value: "string <= 1" }),
    "xy",
    "must have at most 1 character",
    { maximum: 1 },
  ],
  [
    "too_long",
    type({ value: "unknown[] == 1" }),
    [1, 2],
    "must have exactly 1 item",
    { minimum: 1, maximum: 1 },
  ],
  ["too_small", type({ value: "number >= 1" }), 0, "must be at least 1", { minimum: 1 }],
  [
    "too_small",
    type({ value: "number > 0" }),
    0,
    "must be greater than 0",
    { minimum: 0, exclusive: true },
  ],
  ["too_large", type({ value: "number <= 1" }), 2, "must be at most 1", { maximum: 1 }],
  [
    "too_large",
    type({ value: "number < 1" }),
    1,
    "must be less than 1",
    { maximum: 1, exclusive: true },
  ],
  ["bad_format", type({ value: "string.email" }), "x", "is not a valid email", { format: "email" }],
  ["bad_format", type({ value: "string.uuid.v4" }), "x", "is not a valid uuid", { format: "uuid" }],
  ["bad_format", type({ value: "string.url" }), "x", "is not a valid url", { format: "url" }],
  ["bad_format", type({ value: "string.ip" }), "x", "is not a valid ip", { format: "ip" }],
  [
    "bad_format",
    type({ value: "string.json.parse" }),
    "{",
    "is not a valid json_string",
    { format: "json_string" },
  ],
  ["bad_format", type({ value: "/a/" }), "x", "has the wrong format"],
  ["not_one_of", type({ value: "'a' | 'b'" }), "x", "must be one of: a, b", { values: ["a", "b"] }],
  ["not_one_of", type({ value: "true" }), 1, "must be one of: true", { values: [true] }],
  [
    "not_one_of",
    type({ value: kindsOfArktype }),
    { kind: "c" },
    "must be one of: a, b",
    { values: ["a", "b"] },
  ],
  ["not_multiple_of", type({ value: "number % 5" }), 3, "must be a multiple of 5", { divisor: 5 }],
  [
    "no_variant_matched",
    type({ value: "string | number" }),
    true,
    "matches none of the allowed variants",
  ],
  [
    "no_variant_matched",
    type({ value: "/^a/ | /^b/" }),
    "c",
    "matches none of the allowed variants",
  ],
  ["invalid", type({ value: type("number").narrow(() => false) }), 1, "is not valid"],
];

describe.each(expresses)("on %s", (_name, express) => {
  it.each<Case>([...ofValibot, ...ofArktype])(
    "describes %s in its own words: row %#",
    async (code, schema, input, detail, params) => {
      await using app = await serve(
        (app) => app.post("/", validate({ body: schema }), (_req, res) => void res.end()),
        { express },
      );

      const response = await app.api.post("/").send({ value: input });

      expect(problem(response).errors).toEqual([
        {
          in: "body",
          pointer: expect.stringMatching(/^#\/value/),
          code,
          detail,
          ...(params && { params }),
        },
      ]);
    },
  );
});

it.each([
  ["valibot", 1, "type", ofValibot],
  ["ArkType", 2, "code", ofArktype],
] as const)("documents which code an issue of %s becomes", async (_name, column, member, cases) => {
  for (const [code, schema, value] of cases) {
    if (code === "required") continue;
    const result = await schema["~standard"].validate({ value });
    const [issue] = result.issues ?? [];
    const kind = String(Reflect.get(issue ?? {}, member));
    const row = rows.find(([name]) => name === `\`${code}\``);
    expect(row?.[column], `${kind} is ${code}`).toContain(`\`${kind}\``);
  }
});

/** The rows of the second table. */
const rows = (
  readFileSync(new URL("../../docs/validation-codes.md", import.meta.url), "utf8").split(
    "## valibot and ArkType",
  )[1] ?? ""
)
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
