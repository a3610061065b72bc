import { builtInErrors, defineErrors } from "express-backstop/catalogue";
import { readProblem, safe, type UnknownProblem } from "express-backstop/client";
import type { FieldError } from "express-backstop";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";

const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
    },
    rate_limited: {
      status: 429,
      title: "Too many requests",
      data: z.object({ retryAfter: z.number() }),
    },
    out_of_stock: { status: 409, title: "Out of stock" },
  },
  { extend: builtInErrors },
);

it("narrows a problem by known, then by code, with status and members typed", async () => {
  const problem = await readProblem(new Response(), errors);
  if (!problem.known) {
    expectTypeOf(problem).toEqualTypeOf<UnknownProblem>();
    expectTypeOf(problem.code).toEqualTypeOf<string | undefined>();
    return;
  }
  switch (problem.code) {
    case "article_not_found":
      expectTypeOf(problem.articleId).toEqualTypeOf<string>();
      expectTypeOf(problem.status).toEqualTypeOf<404>();
      break;
    case "rate_limited":
      expectTypeOf(problem.retryAfter).toEqualTypeOf<number>();
      expectTypeOf(problem.errors).toEqualTypeOf<readonly FieldError[] | undefined>();
      // @ts-expect-error - a member of another code
      void problem.articleId;
      break;
    case "method_not_allowed":
      expectTypeOf(problem.allow).toEqualTypeOf<readonly string[]>();
      break;
    case "validation_failed":
      expectTypeOf(problem.status).toEqualTypeOf<400 | 422>();
      break;
    // @ts-expect-error - no code of the catalogue
    case "article_lost":
    // @ts-expect-error - a method of the catalogue is no code
    case "lock":
      break;
    default:
      expectTypeOf(problem.requestId).toEqualTypeOf<string | undefined>();
  }
});

it("lets a switch be exhaustive", async () => {
  const two = defineErrors({
    out_of_stock: { status: 409, title: "Out of stock" },
    shop_closed: { status: 503, title: "Shop closed" },
  });
  const problem = await readProblem(new Response(), two);
  if (!problem.known) return;
  switch (problem.code) {
    case "out_of_stock":
    case "shop_closed":
      break;
    default:
      problem satisfies never;
  }
});

it("gives an outcome that is either a response or a problem", async () => {
  const result = await safe(fetch("/"), errors);
  if (result.ok) expectTypeOf(result.response).toEqualTypeOf<Response>();
  else if (result.problem.known) expectTypeOf(result.problem.title).toEqualTypeOf<string>();
  // @ts-expect-error - the problem is there only where it is not ok
  void result.problem;
});

it("knows no problem without a catalogue", async () => {
  expectTypeOf(await readProblem(new Response())).toEqualTypeOf<UnknownProblem>();
});
