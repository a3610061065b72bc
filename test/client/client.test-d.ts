import type { FieldError, HttpError } from "express-backstop";
import { builtInErrors, defineErrors } from "express-backstop/catalog";
import {
  isRetryable,
  type KnownProblem,
  readProblem,
  type ReadProblem,
  retryAfter,
  safe,
  toHttpError,
  type UnknownProblem,
} from "express-backstop/client";
import * as v from "valibot";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";

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

it("narrows a problem by known, then by code, to the types of its status and members", async () => {
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
    // @ts-expect-error - no code of the catalog
    case "article_lost":
    // @ts-expect-error - a method of the catalog is not a code
    case "snapshot":
      break;
    default:
      expectTypeOf(problem.requestId).toEqualTypeOf<string | undefined>();
  }
});

it("allows an exhaustive switch", async () => {
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

it("returns either a response or a problem", async () => {
  const result = await safe(fetch("/"), errors);
  if (result.ok) expectTypeOf(result.response).toEqualTypeOf<Response>();
  else if (result.problem.known) expectTypeOf(result.problem.title).toEqualTypeOf<string>();
  // @ts-expect-error - the problem is there only where it is not ok
  void result.problem;
});

it("has no known problem without a catalog", async () => {
  expectTypeOf(await readProblem(new Response())).toEqualTypeOf<UnknownProblem>();
});

it("has literal types of codes and statuses, whichever schema library declares the members", () => {
  type Known = KnownProblem<typeof mixed>;
  const mixed = defineErrors({
    plan_ended: { status: 402, title: "Plan ended", data: z3.object({ plan: z3.string() }) },
    seat_taken: {
      status: 409,
      title: "Seat taken",
      data: v.object({ seat: v.number(), row: v.optional(v.string()) }),
    },
    too_fast: {
      status: 429,
      title: "Too fast",
      data: z.object({ limit: z.string().transform(Number), per: z.string().default("s") }),
    },
  });
  expectTypeOf<Known["code"]>().toEqualTypeOf<"plan_ended" | "seat_taken" | "too_fast">();
  expectTypeOf<Known["status"]>().toEqualTypeOf<402 | 409 | 429>();
  expectTypeOf<Known["known"]>().toEqualTypeOf<true>();

  const found = {} as Known;
  if (found.code === "plan_ended") expectTypeOf(found.plan).toEqualTypeOf<string>();
  if (found.code === "seat_taken") {
    expectTypeOf(found.seat).toEqualTypeOf<number>();
    expectTypeOf(found.row).toEqualTypeOf<string | undefined>();
  }
  if (found.code === "too_fast") {
    // What the schema gives, not what it takes.
    expectTypeOf(found.limit).toEqualTypeOf<number>();
    expectTypeOf(found.per).toEqualTypeOf<string>();
  }
  // @ts-expect-error - members are there only where the code says so
  void found.seat;
  // @ts-expect-error - a problem is not changed
  found.status = 402;
});

it("has the guidance of the server, unless the code declares a member of that name", () => {
  const guided = defineErrors({
    plan_ended: { status: 402, title: "Plan ended", data: z.object({ fix: z.boolean() }) },
    seat_taken: { status: 409, title: "Seat taken" },
  });
  const found = {} as ReadProblem<typeof guided>;
  expectTypeOf(found.retryable).toEqualTypeOf<boolean | undefined>();
  expectTypeOf(found.retryAfter).toEqualTypeOf<number | undefined>();
  if (!found.known) expectTypeOf(found.docs).toEqualTypeOf<string | undefined>();
  else if (found.code === "plan_ended") expectTypeOf(found.fix).toEqualTypeOf<boolean>();
  else expectTypeOf(found.fix).toEqualTypeOf<string | undefined>();
});

it("narrows by status too", () => {
  const found = {} as KnownProblem<typeof errors>;
  if (found.status === 429 && found.code !== "too_many_requests") {
    expectTypeOf(found.code).toEqualTypeOf<"rate_limited">();
  }
});

it("lists the reasons for an unknown problem", () => {
  const found = {} as ReadProblem<typeof errors>;
  if (found.known) return;
  expectTypeOf(found.status).toEqualTypeOf<number>();
  expectTypeOf(found.raw).toEqualTypeOf<unknown>();
  switch (found.reason) {
    case "unlisted":
    case "mismatch":
    case "no_problem":
    case "unreadable":
    case "no_response":
      break;
    default:
      found.reason satisfies never;
  }
});

it("accepts a catalog and nothing else", () => {
  // @ts-expect-error - declarations are not a catalog
  void readProblem(new Response(), { oh_no: { status: 404, title: "Oh no" } });
  // @ts-expect-error - a response is awaited, not a text
  void safe(Promise.resolve("text"), errors);
});

it("has the types of isRetryable, retryAfter and toHttpError", () => {
  const found = {} as ReadProblem<typeof errors>;
  expectTypeOf(isRetryable(found, errors)).toEqualTypeOf<boolean>();
  expectTypeOf(retryAfter(new Response())).toEqualTypeOf<number | undefined>();
  expectTypeOf(toHttpError(found)).toEqualTypeOf<HttpError>();
});
