import { validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

describe.each(expresses)("on %s", (_name, express) => {
  // fault: several-fields
  it.each([
    [
      "zod 4",
      z
        .object({
          title: z.string().min(1),
          tags: z.array(z.string().min(2)),
          author: z.object({ email: z.email() }),
        })
        .strict(),
    ],
    [
      "zod 3.25",
      z3
        .object({
          title: z3.string().min(1),
          tags: z3.array(z3.string().min(2)),
          author: z3.object({ email: z3.string().email() }),
        })
        .strict(),
    ],
  ])("names every invalid field of a body checked with %s", async (_what, schema) => {
    await using app = await serve(
      (app) => app.post("/", validate({ body: schema }), (req, res) => void res.json(req.body)),
      { express },
    );

    const bad = await app.api
      .post("/")
      .send({ title: "", tags: ["ok", "x"], author: { email: "hunter2" }, password: "hunter2" });
    const missing = await app.api.post("/").send({});

    expect(problem(bad)).toMatchObject({
      status: 400,
      code: "validation_failed",
      detail: "The request has 4 invalid values.",
    });
    expect(bad.body.errors).toEqual([
      {
        in: "body",
        pointer: "#/title",
        code: "too_short",
        detail: "must have at least 1 character",
        params: { minimum: 1 },
      },
      {
        in: "body",
        pointer: "#/tags/1",
        code: "too_short",
        detail: "must have at least 2 characters",
        params: { minimum: 2 },
      },
      {
        in: "body",
        pointer: "#/author/email",
        code: "bad_format",
        detail: "is not a valid email",
        params: { format: "email" },
      },
      { in: "body", pointer: "#/password", code: "unknown_member", detail: "is not allowed" },
    ]);
    expect(bad.text).not.toContain("hunter2");
    expect(missing.body.errors.map((error: { code: string }) => error.code)).toEqual([
      "required",
      "required",
      "required",
    ]);
  });

  // fault: dotted-name
  it("distinguishes a field named a.b from a field b inside a", async () => {
    const schema = z.object({ "a.b": z.string(), a: z.object({ b: z.string() }) });
    await using app = await serve((app) => app.post("/", validate({ body: schema })), { express });

    const { errors } = problem(await app.api.post("/").send({ "a.b": 1, a: { b: 1 } }));

    expect(errors?.map(({ pointer }) => pointer)).toEqual(["#/a.b", "#/a/b"]);
  });
});
