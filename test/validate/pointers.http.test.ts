import type { ErrorRequestHandler } from "express";
import { validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { serve, type Served } from "../support/app.ts";
import { problem } from "../support/problem.ts";

type Schema = z.ZodType | z3.ZodType;

const serving = (schema: Schema): Promise<Served> =>
  serve((app) => app.post("/", validate({ body: schema }), (_req, res) => void res.end()));

async function errorsOf(schema: Schema, body: object): Promise<string[]> {
  await using app = await serving(schema);
  const { errors } = problem(await app.api.post("/").send(body));
  return errors?.map(({ pointer, code }) => `${pointer} ${code}`) ?? [];
}

const shapes = [
  z.object({ kind: z.literal("circle"), radius: z.number() }),
  z.object({ kind: z.literal("box"), width: z.number(), height: z.number() }),
  z.string(),
] as const;
const shapes3 = [
  z3.object({ kind: z3.literal("circle"), radius: z3.number() }),
  z3.object({ kind: z3.literal("box"), width: z3.number(), height: z3.number() }),
  z3.string(),
] as const;

describe("a pointer", () => {
  it.each<[what: string, schema: Schema, body: object, expected: string[]]>([
    ["escapes ~ and /", z.object({ "a/b~c": z.string() }), {}, ["#/a~1b~0c required"]],
    [
      "encodes what a URI fragment cannot contain",
      z.object({ "ä #?%": z.string() }),
      {},
      ["#/%C3%A4%20%23%3F%25 required"],
    ],
    [
      "distinguishes a.b from b in a",
      z.object({ "a.b": z.string() }),
      { a: {} },
      ["#/a.b required"],
    ],
    ["has array indexes", z.array(z.object({ n: z.number() })), [{ n: 1 }, {}], ["#/1/n required"]],
    ["enters records", z.record(z.string(), z.number()), { "x y": "" }, ["#/x%20y wrong_type"]],
    [
      "enters maps",
      z.preprocess(
        (body) => new Map(Object.entries(body as object)),
        z.map(z.string(), z.number()),
      ),
      { x: "" },
      ["#/x wrong_type"],
    ],
    ["is # for the whole part", z.string(), {}, ["# wrong_type"]],
    [
      "finds the path of a refinement",
      z.object({}).refine(() => false, { path: ["b"] }),
      {},
      ["#/b invalid"],
    ],
    [
      "names each unknown member",
      z.object({ in: z.strictObject({ a: z.any() }) }),
      { in: { a: 1, "x/y": 1, __proto__x: 1 } },
      ["#/in/x~1y unknown_member", "#/in/__proto__x unknown_member"],
    ],
    [
      "names each unknown member, in zod 3.25",
      z3.object({ in: z3.object({}).strict() }),
      { in: { a: 1, b: 1 } },
      ["#/in/a unknown_member", "#/in/b unknown_member"],
    ],
  ])("%s", async (_what, schema, body, expected) => {
    expect(await errorsOf(schema, body)).toEqual(expected);
  });
});

describe.each<[name: string, union: Schema, inTags: Schema]>([
  [
    "zod 4",
    z.object({ s: z.union(shapes) }),
    z.object({ s: z.array(z.union([z.union(shapes), z.number()])) }),
  ],
  [
    "zod 3.25",
    z3.object({ s: z3.union(shapes3) }),
    z3.object({ s: z3.array(z3.union([z3.union(shapes3), z3.number()])) }),
  ],
])("of a union of %s", (_name, union, nested) => {
  it.each<[what: string, shape: unknown, expected: string[]]>([
    [
      "the variant with the right literal",
      { kind: "box" },
      ["#/s/width required", "#/s/height required"],
    ],
    [
      "the variant with fewer errors",
      { kind: "box", width: "x", height: 1 },
      ["#/s/width wrong_type"],
    ],
    ["no variant when all are of another kind", 1, ["#/s no_variant_matched"]],
    ["required when the value is missing", undefined, ["#/s required"]],
  ])("is %s", async (_what, shape, expected) => {
    expect(await errorsOf(union, { s: shape })).toEqual(expected);
  });

  it("looks into a union in a union", async () => {
    expect(await errorsOf(nested, { s: ["x", { kind: "circle" }] })).toEqual([
      "#/s/1/radius required",
    ]);
  });
});

describe("a response is limited to", () => {
  it("50 errors across all parts, and how many there are", async () => {
    const numbers = z.record(z.string(), z.number());
    const thrown: unknown[] = [];
    await using app = await serve((app) =>
      app.post("/", validate({ query: numbers, body: numbers })).use(keepingIn(thrown)),
    );
    const query = Array.from({ length: 30 }, (_, index) => `q${index}=x`).join("&");
    const body = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`b${index}`, "x"]));

    const { errors, errorCount, detail } = problem(await app.api.post(`/?${query}`).send(body));

    expect(errors).toHaveLength(50);
    expect(thrown).toMatchObject([{ errors: { length: 50 } }]);
    expect(errors?.filter((error) => error.in === "query")).toHaveLength(30);
    expect(errorCount).toBe(70);
    expect(detail).toBe("The request has 70 invalid values.");
  });

  it.each<[what: string, schema: Schema, body: object, count: number]>([
    ["bad items", z.array(z.string()), Array.from({ length: 49_000 }, () => 1), 49_000],
    [
      "bad items, in zod 3.25",
      z3.array(z3.string()),
      Array.from({ length: 49_000 }, () => 1),
      49_000,
    ],
    [
      "unknown members",
      z.strictObject({}),
      Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`k${index}`, 1])),
      9000,
    ],
    [
      "bad items of a variant",
      z.union([z.object({ items: z.array(z.string()) }), z.string()]),
      { items: Array.from({ length: 20_000 }, () => 1) },
      20_000,
    ],
  ])("%s by the ten thousand", async (_what, schema, body, count) => {
    const thrown: unknown[] = [];
    await using app = await serve((app) =>
      app.post("/", validate({ body: schema })).use(keepingIn(thrown)),
    );

    const response = await app.api.post("/").send(body);

    expect(problem(response)).toMatchObject({ status: 400, errorCount: count });
    expect(thrown).toMatchObject([{ errors: { length: 50 } }]);
    expect(response.body.errors).toHaveLength(50);
    expect(response.text.length).toBeLessThan(10_000);
  });

  it("pointers of 256 characters that end at an ancestor, and clipped keys and texts", async () => {
    const long = "k".repeat(90_000);
    const tree: z.ZodType = z.lazy(() =>
      z.object({ child: tree.optional(), bad: z.never().optional() }),
    );
    const deep = JSON.parse(`${'{"child":'.repeat(500)}{"bad":1}${"}".repeat(500)}`) as object;

    const [ancestor = ""] = await errorsOf(tree, deep);
    await using app = await serving(
      z.strictObject({
        a: z.string().refine(() => false, "x".repeat(5000)),
        b: z.enum([long]),
        c: z.enum(Array.from({ length: 20 }, (_, index) => `${index}${"v".repeat(90)}`)),
      }),
    );
    const response = await app.api.post("/").send({ a: "a", b: "b", c: "c", [long]: 1 });

    expect(ancestor).toMatch(/^#(\/child){42} unknown_member$/);
    expect(response.text.length).toBeLessThan(2000);
    for (const { pointer, detail } of problem(response).errors ?? []) {
      expect(pointer.length).toBeLessThanOrEqual(256);
      expect(detail.length).toBeLessThanOrEqual(256);
    }
  });
});

it("escapes what has a meaning in a pointer or a fragment, and nothing else", async () => {
  const names = ["plain-Name_7", "a~b", "a/b", "a b", "ä", "50%", "#", "?"];
  const body = Object.fromEntries(names.map((name) => [name, 1]));

  expect(await errorsOf(z.strictObject({}), body)).toEqual(
    ["plain-Name_7", "a~0b", "a~1b", "a%20b", "%C3%A4", "50%25", "%23", "%3F"].map(
      (name) => `#/${name} unknown_member`,
    ),
  );
});

/** Returns the field errors before the response cuts them once more. */
function keepingIn(thrown: unknown[]): ErrorRequestHandler {
  return (error, _req, _res, next) => {
    thrown.push(error);
    next(error);
  };
}
