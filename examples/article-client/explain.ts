import { isRetryable, type UnknownProblem } from "express-backstop/client";
import { errors } from "../article-api/errors.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import type { ArticleProblem } from "./read-success.ts";

/** What is said of a problem, and with which code the command exits. */
export interface Explanation {
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];
}

/** Explains a problem to whoever typed the command. */
export function explain(problem: ArticleProblem): Explanation {
  if (!problem.known) return explainUnknown(problem);
  switch (problem.code) {
    case "article_not_found":
      return {
        exitCode: exitCodes.notFound,
        lines: [
          `There is no article ${problem.articleId}.`,
          "articles list shows those there are.",
        ],
      };
    case "article_slug_taken":
      return {
        exitCode: exitCodes.refused,
        lines: ["Another article has this title, or one that differs only in case or accents."],
      };
    case "validation_failed":
      return {
        exitCode: exitCodes.refused,
        lines: ["The server does not take this:", ...(problem.errors ?? []).map(toLine)],
      };
    default:
      return {
        exitCode: isRetryable(problem, errors) ? exitCodes.unavailable : exitCodes.failed,
        lines: [
          problem.detail ?? `${problem.title}.`,
          ...(problem.requestId === undefined ? [] : [`Request id: ${problem.requestId}`]),
        ],
      };
  }
}

/** What another server wrote is not shown: it is not written for this user. */
function explainUnknown(problem: UnknownProblem): Explanation {
  const exitCode = isRetryable(problem) ? exitCodes.unavailable : exitCodes.failed;
  switch (problem.reason) {
    case "no_response":
      return { exitCode, lines: [`No answer from the server${because(problem.error)}.`] };
    case "unreadable":
      return { exitCode, lines: [`The answer (${problem.status}) is damaged.`] };
    case "no_problem":
    case "unlisted":
    case "mismatch":
      return {
        exitCode,
        lines: [`${problem.status}, and not from the article API. Is the URL right?`],
      };
    default:
      return problem.reason satisfies never;
  }
}

/** `fetch` has the system's reason in the cause. */
function because(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if (error.name === "TimeoutError") return ": it took too long";
  const code = error.cause instanceof Error && "code" in error.cause ? error.cause.code : undefined;
  return typeof code === "string" ? `: ${code}` : "";
}

function toLine({
  pointer,
  detail,
}: {
  readonly pointer: string;
  readonly detail: string;
}): string {
  // `#/tags/1`, and `#` for the whole.
  return `  ${pointer.slice(2).replaceAll("/", ".") || "all of it"}: ${detail}`;
}
