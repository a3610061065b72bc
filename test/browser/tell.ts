import { isRetryable, retryAfter, safe } from "express-backstop/client";
import { errors } from "./errors.ts";

/** Asks an address and says what came of it: the part of the pages under test that reads problems. */
export async function tell(url: string): Promise<string> {
  const result = await safe(fetch(url), errors);
  if (result.ok) return `ok: ${await result.response.text()}`;
  const { problem, response } = result;
  const seconds = response && retryAfter(response);
  const again = isRetryable(problem, errors) ? `, again in ${seconds ?? "some"} seconds` : "";
  if (!problem.known) return `${problem.status} ${problem.reason}${again}`;
  switch (problem.code) {
    case "article_not_found":
      return `${problem.status}: no article ${problem.articleId.toUpperCase()}${again}`;
    case "validation_failed":
      return `${problem.status}: ${problem.errors?.map(({ pointer }) => pointer).join()}${again}`;
    default:
      return `${problem.status}: ${problem.code}${again}`;
  }
}
