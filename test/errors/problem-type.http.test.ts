import { defineErrors, HttpError } from "express-backstop";
import { readProblem } from "express-backstop/client";
import { problemComponents } from "express-backstop/openapi";
import { problemTypes } from "express-backstop/problem-types";
import { assertProblem } from "express-backstop/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

// The example of RFC 9457 §3.
const type = "https://example.com/probs/out-of-credit";
const instance = "/account/12345/msgs/abc";
const errors = defineErrors({
  out_of_credit: {
    status: 403,
    type,
    title: "You do not have enough credit.",
    data: z.object({ balance: z.number(), accounts: z.array(z.string()) }),
    detail: ({ balance }) => `Your current balance is ${balance}, but that costs 50.`,
  },
});
const data = { balance: 30, accounts: ["/account/12345", "/account/67890"] };

describe.each(expresses)("a type that is not a code, on %s", (_name, express) => {
  it("is sent as it was declared, with the instance of the error and the code beside it", async () => {
    const options = { express, instance: () => "/of/the/handler" };
    await using server = await serve((app) => {
      app.get("/", () => {
        throw errors.out_of_credit(data, { instance });
      });
      app.get("/thrown", () => {
        throw new HttpError(403, undefined, { type, instance });
      });
      app.get("/other", () => {
        throw errors.out_of_credit(data);
      });
    }, options);

    const response = await server.api.get("/");
    const expected = { type, instance, status: 403, code: "out_of_credit", ...data };
    expect(problem(response)).toMatchObject(expected);
    assertProblem(response, errors.out_of_credit, { type, instance });
    expect(problem(await server.api.get("/thrown"))).toMatchObject({ type, instance });
    expect(problem(await server.api.get("/other"))).toMatchObject({ instance: "/of/the/handler" });

    const read = await readProblem(await fetch(`http://127.0.0.1:${server.port}/`), errors);
    expect(read).toMatchObject({ known: true, ...expected });
  });

  it("stands on the page of its code", async () => {
    await using server = await serve((app) => app.use("/problems", problemTypes(errors)), {
      express,
    });

    const { body } = await server.api.get("/problems/out_of_credit");
    expect(body).toMatchObject({ type, code: "out_of_credit", example: { type } });
  });
});

it("is a constant of the schema in an OpenAPI document", () => {
  const { schemas } = problemComponents(errors);

  expect(schemas["OutOfCreditProblem"]).toMatchObject({ properties: { type: { const: type } } });
});

it("another type makes a received problem a mismatch", async () => {
  const body = {
    type: "https://other.example/out_of_credit",
    title: "",
    status: 403,
    code: "out_of_credit",
    ...data,
  };

  expect(await readProblem(Response.json(body, { status: 403 }), errors)).toMatchObject({
    known: false,
    reason: "mismatch",
  });
});

it.each(["out-of-credit", "/probs/a", "", "https://example.com/a b", "https://example.com/\n"])(
  "refuses %j, which is not an absolute URI",
  (relative) => {
    const refusal = "type must be an absolute URI";

    expect(() => new HttpError(403, undefined, { type: relative })).toThrow(refusal);
    expect(() =>
      defineErrors({ out_of_credit: { status: 403, title: "Out", type: relative } }),
    ).toThrow(refusal);
  },
);

it("accepts a URN and a tag, which nothing can resolve", () => {
  for (const own of ["urn:example:out-of-credit", "tag:example@example.org,2021-09-17:OutOfLuck"]) {
    expect(new HttpError(403, undefined, { type: own }).type).toBe(own);
  }
});
