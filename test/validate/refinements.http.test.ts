import { type FieldError, validate, type ValidateOptions } from "express-backstop";
import { toFormErrors } from "express-backstop/client";
import { zod } from "express-backstop/mappers/zod";
import { toMarkdown } from "express-backstop/markdown";
import { german } from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const isOrdered = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
  start < end;
const dates = { start: z.number(), end: z.number() };
const dates3 = { start: z3.number(), end: z3.number() };
const params = { code: "dates_reversed", fields: ["start", "end"] };

/** Refinements of zod 4 and zod 3, with what their author says of the issue. */
const refinements: readonly (readonly [
  string,
  (own: Readonly<Record<string, unknown>>) => z.ZodType | z3.ZodType,
])[] = [
  ["refine of zod 4", (own) => z.object(dates).refine(isOrdered, { params: own })],
  [
    "superRefine of zod 4",
    (own) =>
      z.object(dates).superRefine((value, context) => {
        if (!isOrdered(value)) context.addIssue({ code: "custom", params: own });
      }),
  ],
  [
    "check of zod 4",
    (own) =>
      z.object(dates).check(({ value, issues }) => {
        if (!isOrdered(value)) issues.push({ code: "custom", input: value, params: own });
      }),
  ],
  ["refine of zod 3", (own) => z3.object(dates3).refine(isOrdered, { params: own })],
  [
    "superRefine of zod 3",
    (own) =>
      z3.object(dates3).superRefine((value, context) => {
        if (!isOrdered(value)) context.addIssue({ code: "custom", params: own });
      }),
  ],
];

describe.each(expresses)("on %s", (_name, express) => {
  async function errorsOf(
    body: z.ZodType | z3.ZodType,
    value: object,
    options: ValidateOptions = {},
  ): Promise<readonly FieldError[] | undefined> {
    await using app = await serve((app) => app.post("/", validate({ body }, options)), { express });
    const response = await app.api.post("/").set("accept-language", "de").send(value);
    return problem(response)["errors"];
  }

  it.each(refinements)(
    "sends the code and the fields that the author of a %s names",
    async (_what, refine) => {
      const errors = await errorsOf(refine(params), { start: 2, end: 1 });

      expect(errors).toEqual([
        {
          in: "body",
          pointer: "#/start",
          code: "dates_reversed",
          detail: "is not valid",
          also: ["#/end"],
        },
      ]);
    },
  );

  it("sends the author's text, and in another language that of invalid", async () => {
    const refined = z.object(dates).refine(isOrdered, { params, error: "must be before the end" });
    const silent = z.object(dates).refine(isOrdered, { params });
    const value = { start: 2, end: 1 };

    expect(await errorsOf(refined, value)).toMatchObject([{ detail: "must be before the end" }]);
    expect(await errorsOf(silent, value, { languages: { de: german } })).toMatchObject([
      { code: "dates_reversed", detail: "ist ungültig" },
    ]);
  });

  it("finds fields below the refined value, in lists and in unions, by names and by paths", async () => {
    const fields = [["from", "day/1"], "to", ["days", 0]];
    const refined = z.object({ days: z.array(z.number()) }).refine(() => false, {
      params: { fields, code: "bad_days" },
    });
    const list = z.object({ trips: z.array(refined) });
    const union = z.object({ trip: z.union([refined, z.string()]) });

    expect(await errorsOf(list, { trips: [{ days: [] }] })).toMatchObject([
      {
        pointer: "#/trips/0/from/day~11",
        also: ["#/trips/0/to", "#/trips/0/days/0"],
        code: "bad_days",
      },
    ]);
    expect(await errorsOf(union, { trip: { days: [] } })).toMatchObject([
      { pointer: "#/trip/from/day~11", also: ["#/trip/to", "#/trip/days/0"] },
    ]);
  });

  it.each<[string, unknown, Partial<FieldError>]>([
    ["no code", { fields: ["start"] }, { pointer: "#/start", code: "invalid" }],
    ["a code with capitals", { code: "DatesReversed" }, { pointer: "#", code: "invalid" }],
    ["a code with a line break", { code: "dates\nreversed" }, { code: "invalid" }],
    ["a code of one letter", { code: "x" }, { code: "invalid" }],
    ["a code that is a number", { code: 7 }, { code: "invalid" }],
    ["a code of the package", { code: "too_small" }, { code: "too_small", detail: "is not valid" }],
    ["a text in place of fields", { code: "abc", fields: "start" }, { pointer: "#", code: "abc" }],
    ["an empty list of fields", { code: "abc", fields: [] }, { pointer: "#", code: "abc" }],
    ["one field", { code: "abc", fields: ["end"] }, { pointer: "#/end", code: "abc" }],
    ["a field called __proto__", { fields: ["__proto__"] }, { pointer: "#/__proto__" }],
    ["null in place of params", null, { pointer: "#", code: "invalid" }],
  ])("treats %s as %s", async (_what, own, expected) => {
    const refined = z.object(dates).refine(isOrdered, { params: own as never });

    const [error, ...others] = (await errorsOf(refined, { start: 2, end: 1 })) ?? [];

    expect(error).toMatchObject(expected);
    expect(error).not.toHaveProperty("also");
    expect(error).not.toHaveProperty("params");
    expect(others).toEqual([]);
  });

  it("sends no other params of the author, which may be private", async () => {
    const refined = z.object(dates).refine(isOrdered, { params: { code: "abc", query: "s3cr3t" } });

    const errors = await errorsOf(refined, { start: 2, end: 1 });

    expect(JSON.stringify(errors)).not.toContain("s3cr3t");
  });

  it("keeps the author's code of a header's rule, and of a ZodError in a handler", async () => {
    const token = z.object({
      "x-token": z.string().refine(() => false, { params: { code: "old_token" } }),
    });
    await using app = await serve(
      (app) => {
        app.get("/", validate({ headers: token }));
        app.post("/", (req) => {
          z.object(dates).refine(isOrdered, { params }).parse(req.body);
        });
      },
      { express, mappers: [zod()] },
    );

    const header = await app.api.get("/").set("x-token", "s3cr3t");
    const thrown = await app.api.post("/").send({ start: 2, end: 1 });

    expect(problem(header)["errors"]).toMatchObject([
      { in: "headers", pointer: "#/x-token", code: "old_token" },
    ]);
    expect(problem(thrown)["errors"]).toMatchObject([
      { pointer: "#/start", code: "dates_reversed" },
    ]);
  });

  it("names all fields of a rule in Markdown", async () => {
    const refined = z.object(dates).refine(isOrdered, { params });
    await using app = await serve((app) => app.post("/", validate({ body: refined })), {
      express,
      markdown: toMarkdown,
    });

    const { text } = await app.api
      .post("/")
      .set("accept", "text/markdown")
      .send({ start: 2, end: 1 });

    expect(text).toContain("- body `#/start`, `#/end`: is not valid");
  });
});

describe("toFormErrors", () => {
  const errors: readonly FieldError[] = [
    { in: "body", pointer: "#/start", code: "abc", detail: "is too late", also: ["#/end", "#/x"] },
    { in: "body", pointer: "#/end", code: "abc", detail: "is odd" },
  ];

  it("gives the text to each field of a rule", () => {
    expect(toFormErrors({ errors })).toEqual({
      fields: { start: "is too late", end: "is too late, is odd", x: "is too late" },
    });
  });

  it("gives the text of a field that the form does not have to the form", () => {
    expect(toFormErrors({ errors }, { names: ["start", "end"] })).toEqual({
      root: "x is too late",
      fields: { start: "is too late", end: "is too late, is odd" },
    });
  });
});
