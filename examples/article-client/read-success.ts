import type { ReadProblem, SafeResult } from "express-backstop/client";
import type { z } from "zod";
import type { errors } from "../article-api/errors.ts";

/** Any failure of the article API, typed by the catalog it shares with its clients. */
export type ArticleProblem = ReadProblem<typeof errors>;

/** What a request came to: a value, or the problem. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: ArticleProblem };

/** Reads the body of a success; one that is not what the API promises is a problem as well. */
export async function readSuccess<Value>(
  result: SafeResult<typeof errors>,
  schema: z.ZodType<Value>,
): Promise<Outcome<Value>> {
  if (!result.ok) return { ok: false, problem: result.problem };
  try {
    return { ok: true, value: schema.parse(await result.response.json()) };
  } catch (error) {
    const { status } = result.response;
    return { ok: false, problem: { known: false, reason: "unreadable", status, error } };
  }
}
