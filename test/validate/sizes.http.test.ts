import { validate } from "express-backstop";
import { expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { problem } from "../support/problem.ts";

const text = "abcdef";

it.each([
  ["an array", z.array(z.string()).max(3), text, ["# wrong_type"]],
  ["an array of an exact length", z.array(z.string()).length(3), text, ["# wrong_type"]],
  ["an array between two lengths", z.array(z.string()).min(9).max(3), text, ["# wrong_type"]],
  ["a text", z.string().min(3), [], ["# wrong_type"]],
  [
    "a union",
    z.union([z.array(z.number()), z.array(z.boolean())]).check(z.maxLength(3)),
    text,
    ["# no_variant_matched"],
  ],
  [
    "two members",
    z.object({ a: z.array(z.any()).max(1), b: z.string().max(1) }),
    { a: text, b: text },
    ["#/a wrong_type", "#/b too_long"],
  ],
  [
    "the value of a map",
    z.preprocess(
      (v) => new Map(Object.entries(v as object)),
      z.map(z.string(), z.array(z.any()).max(1)),
    ),
    { k: text },
    ["#/k wrong_type"],
  ],
  [
    "a member of a variant",
    z.union([z.object({ a: z.array(z.any()).max(1) }), z.number()]),
    { a: text },
    ["#/a wrong_type"],
  ],
  ["a text that breaks two rules", z.email().min(9), "x", ["# bad_format", "# too_short"]],
])(
  "says nothing about the size of a value of the wrong type: %s",
  async (_what, schema, input, expected) => {
    await using app = await serve((app) =>
      app.post(
        "/",
        validate({ body: z.object({ v: schema }) }),
        (_req, res) => void res.json("valid"),
      ),
    );

    const { errors, errorCount } = problem(await app.api.post("/").send({ v: input }));

    const said = errors as readonly { pointer: string; code: string }[];
    expect(said.map(({ pointer, code }) => `${pointer.replace("#/v", "#")} ${code}`)).toEqual(
      expected,
    );
    expect(errorCount ?? said.length).toBe(expected.length);
  },
);
