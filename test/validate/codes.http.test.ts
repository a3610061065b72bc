import { readFileSync } from "node:fs";
import { validate } from "express-backstop";
import { expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { serve } from "../support/app.ts";
import { problem } from "../support/problem.ts";

type Case = [
  code: string,
  schema: z.ZodType | z3.ZodType,
  input: unknown,
  detail: string,
  params?: Readonly<Record<string, unknown>>,
];

const toMap = (value: unknown) => new Map(Object.entries(value as object));
const toNumberMap = () => new Map([[{}, "x"]]);

const cases4: readonly Case[] = [
  ["required", z.string(), undefined, "is required"],
  ["required", z.string().optional().nonoptional(), undefined, "is required"],
  ["required", z.enum(["a"]), undefined, "is required"],
  ["required", z.string("Say who you are."), undefined, "Say who you are."],
  ["unknown_member", z.strictObject({}), { "a/b": 1 }, "is not allowed"],
  ["unknown_member", z.never(), 1, "is not allowed"],
  ["wrong_type", z.number(), "x", "must be a number", { type: "number" }],
  ["wrong_type", z.int(), 1.5, "must be an integer", { type: "integer" }],
  ["wrong_type", z.coerce.date(), "x", "must be a date", { type: "date" }],
  ["wrong_type", z.array(z.string()), {}, "must be an array", { type: "array" }],
  ["wrong_type", z.string("Write a text."), 1, "Write a text.", { type: "string" }],
  ["too_short", z.string().min(2), "x", "must have at least 2 characters", { minimum: 2 }],
  ["too_short", z.string().min(1, "must not be blank"), "", "must not be blank", { minimum: 1 }],
  ["too_short", z.array(z.any()).min(1), [], "must have at least 1 item", { minimum: 1 }],
  [
    "too_short",
    z.string().length(3),
    "x",
    "must have exactly 3 characters",
    { minimum: 3, maximum: 3 },
  ],
  [
    "too_short",
    z.preprocess(toMap, z.map(z.any(), z.any()).min(2)),
    {},
    "must have at least 2 entries",
    { minimum: 2 },
  ],
  ["too_long", z.array(z.any()).max(1), [1, 2], "must have at most 1 item", { maximum: 1 }],
  [
    "too_long",
    z.string().length(1),
    "xy",
    "must have exactly 1 character",
    { minimum: 1, maximum: 1 },
  ],
  ["too_small", z.number().min(1), 0, "must be at least 1", { minimum: 1 }],
  [
    "too_small",
    z.number().positive(),
    0,
    "must be greater than 0",
    { minimum: 0, exclusive: true },
  ],
  ["too_small", z.coerce.bigint().min(5n), 1, "must be at least 5", { minimum: "5" }],
  [
    "too_small",
    z.coerce.date().min(new Date(0)),
    "1960-01-01",
    "must be at least 1970-01-01T00:00:00.000Z",
    { minimum: "1970-01-01T00:00:00.000Z" },
  ],
  ["too_large", z.number().max(1), 2, "must be at most 1", { maximum: 1 }],
  ["too_large", z.number().lt(1), 1, "must be less than 1", { maximum: 1, exclusive: true }],
  ["too_large", z.int().max(100), 1e30, "must be at most 100", { maximum: 100 }],
  ["too_large", z.number().max(100).int(), 1e30, "must be at most 100", { maximum: 100 }],
  ["bad_format", z.email(), "x", "is not a valid email", { format: "email" }],
  ["bad_format", z.string().regex(/a/), "x", "has the wrong format"],
  [
    "bad_format",
    z.string().startsWith("ab"),
    "x",
    'must start with "ab"',
    { format: "starts_with", prefix: "ab" },
  ],
  [
    "bad_format",
    z.string().endsWith("ab"),
    "x",
    'must end with "ab"',
    { format: "ends_with", suffix: "ab" },
  ],
  [
    "bad_format",
    z.string().includes("ab"),
    "x",
    'must contain "ab"',
    { format: "includes", includes: "ab" },
  ],
  ["not_one_of", z.enum(["a", "b"]), "x", "must be one of: a, b", { values: ["a", "b"] }],
  [
    "not_one_of",
    z.literal([1, null, true]),
    "x",
    "must be one of: 1, null, true",
    { values: [1, null, true] },
  ],
  [
    "not_one_of",
    z.discriminatedUnion("t", [z.object({ t: z.literal("a") }), z.object({ t: z.literal("b") })]),
    { t: "x" },
    "must be one of: a, b",
    { values: ["a", "b"] },
  ],
  ["not_multiple_of", z.number().multipleOf(5), 3, "must be a multiple of 5", { divisor: 5 }],
  [
    "no_variant_matched",
    z.union([z.string(), z.number()]),
    true,
    "matches none of the allowed variants",
  ],
  [
    "several_variants_matched",
    z.xor([z.string(), z.string()]),
    "x",
    "matches more than one of the allowed variants",
  ],
  ["bad_key", z.record(z.string().min(3), z.any()), { ab: 1 }, "has a name that is not allowed"],
  [
    "wrong_type",
    z.preprocess(toNumberMap, z.map(z.any(), z.number())),
    {},
    "must be a number",
    { type: "number" },
  ],
  ["invalid", z.string().refine(() => false), "x", "is not valid"],
  ["invalid", z.string().refine(() => false, "is taken"), "x", "is taken"],
];

const cases3: readonly Case[] = [
  ["required", z3.string(), undefined, "is required"],
  ["required", z3.string({ required_error: "Say who you are." }), undefined, "Say who you are."],
  ["unknown_member", z3.object({}).strict(), { "a/b": 1 }, "is not allowed"],
  ["unknown_member", z3.never(), 1, "is not allowed"],
  ["wrong_type", z3.number(), "x", "must be a number", { type: "number" }],
  ["wrong_type", z3.number().int(), 1.5, "must be an integer", { type: "integer" }],
  ["wrong_type", z3.coerce.date(), "x", "must be a date", { type: "date" }],
  [
    "wrong_type",
    z3.preprocess(() => Infinity, z3.number().finite()),
    1,
    "must be a finite number",
    { type: "finite number" },
  ],
  [
    "wrong_type",
    z3.string({ invalid_type_error: "Write a text." }),
    1,
    "Write a text.",
    { type: "string" },
  ],
  ["too_short", z3.string().min(2), "x", "must have at least 2 characters", { minimum: 2 }],
  ["too_short", z3.string().min(1, "must not be blank"), "", "must not be blank", { minimum: 1 }],
  [
    "too_short",
    z3.string().length(3),
    "x",
    "must have exactly 3 characters",
    { minimum: 3, maximum: 3 },
  ],
  ["too_long", z3.array(z3.any()).max(1), [1, 2], "must have at most 1 item", { maximum: 1 }],
  [
    "too_small",
    z3.number().positive(),
    0,
    "must be greater than 0",
    { minimum: 0, exclusive: true },
  ],
  ["too_large", z3.number().max(1), 2, "must be at most 1", { maximum: 1 }],
  ["bad_format", z3.string().email(), "x", "is not a valid email", { format: "email" }],
  ["bad_format", z3.string().regex(/a/), "x", "has the wrong format"],
  [
    "bad_format",
    z3.string().startsWith("ab"),
    "x",
    'must start with "ab"',
    { format: "starts_with", prefix: "ab" },
  ],
  [
    "bad_format",
    z3.string().endsWith("ab"),
    "x",
    'must end with "ab"',
    { format: "ends_with", suffix: "ab" },
  ],
  [
    "bad_format",
    z3.string().includes("ab"),
    "x",
    'must contain "ab"',
    { format: "includes", includes: "ab" },
  ],
  ["not_one_of", z3.enum(["a", "b"]), "x", "must be one of: a, b", { values: ["a", "b"] }],
  ["not_one_of", z3.literal(1), "x", "must be one of: 1", { values: [1] }],
  [
    "not_one_of",
    z3.discriminatedUnion("t", [
      z3.object({ t: z3.literal("a") }),
      z3.object({ t: z3.literal("b") }),
    ]),
    { t: "x" },
    "must be one of: a, b",
    { values: ["a", "b"] },
  ],
  ["not_multiple_of", z3.number().multipleOf(5), 3, "must be a multiple of 5", { divisor: 5 }],
  [
    "no_variant_matched",
    z3.union([z3.string(), z3.number()]),
    true,
    "matches none of the allowed variants",
  ],
  ["invalid", z3.string().refine(() => false), "x", "is not valid"],
  ["invalid", z3.string().refine(() => false, "is taken"), "x", "is taken"],
  ["invalid", z3.intersection(z3.string(), z3.string().transform(Number)), "x", "is not valid"],
];

it.each<Case>([...cases4, ...cases3])(
  "describes %s in its own words: row %#",
  async (code, schema, input, detail, params) => {
    await using app = await serve((app) => {
      app.post("/", validate({ body: inObject(schema) }), (_req, res) => void res.end());
    });

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

// A function schema is never given JSON, and these two are its own.
const unreachable = ["invalid_arguments", "invalid_return_type"];

it.each([
  ["zod 4", 3, Object.keys(z.ZodIssueCode), cases4],
  ["zod 3.25", 4, Object.keys(z3.ZodIssueCode), cases3],
] as const)("documents every issue of %s, and no other", (_name, column, codes, cases) => {
  const known = new Set<string>(codes);
  const documented = rows.flatMap((cells) => codesIn(cells[column]));
  const met = cases.flatMap(([, schema, input]) => issueCodes(schema, input));

  expect(new Set(documented)).toEqual(known);
  expect(new Set([...met, ...unreachable.filter((code) => known.has(code))])).toEqual(known);
});

it.each([
  ["zod 4", 3, cases4],
  ["zod 3.25", 4, cases3],
] as const)("documents which code an issue of %s becomes", (_name, column, cases) => {
  for (const [code, schema, input] of cases) {
    const [issue = ""] = issueCodes(schema, input);
    if (code === "required" || issue === "invalid_element") continue;
    const row = rows.find(([name]) => name === `\`${code}\``);
    expect(codesIn(row?.[column])).toContain(issue);
  }
});

it("documents every code it uses, and uses every code it documents", () => {
  const documented = rows.map(([code]) => code?.replaceAll("`", ""));

  const used = [...cases4, ...cases3].map(([code]) => code);
  expect(new Set(documented)).toEqual(new Set([...used, "too_deep"]));
});

const rows = readFileSync(new URL("../../docs/validation-codes.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

function codesIn(cell: string | undefined): string[] {
  return [...(cell ?? "").matchAll(/`(\w+)`/g)].map(([, code = ""]) => code);
}

function issueCodes(schema: Case[1], input: unknown): string[] {
  const result = schema.safeParse(input);
  return (result.error?.issues ?? []).map(({ code }) => code);
}

function inObject(schema: Case[1]): z.ZodType | z3.ZodType {
  return schema instanceof z3.ZodType ? z3.object({ value: schema }) : z.object({ value: schema });
}
