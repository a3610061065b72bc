import type { ReadProblem, SafeResult } from "express-backstop/client";
import type { z } from "zod";
import type { errors } from "../article-api/errors.ts";

/** A failure of the article API, typed by the catalog that the API and its clients share. */
export type ArticleProblem = ReadProblem<typeof errors>;

/** The outcome of a request: the value or the problem. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: ArticleProblem };

/** Parses the body of a successful response. A body that does not fit the schema is a problem too. */
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
