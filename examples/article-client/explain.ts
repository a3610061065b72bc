import { isRetryable, type UnknownProblem } from "express-backstop/client";
import { errors } from "../article-api/errors.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import type { ArticleProblem } from "./read-success.ts";

/** The message that the command prints for a problem, and its exit code. */
export interface Explanation {
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];
}

/** Explains a problem to the user of the command. */
export function explain(problem: ArticleProblem): Explanation {
  if (!problem.known) return explainUnknown(problem);
  switch (problem.code) {
    case "article_not_found":
      return {
        exitCode: exitCodes.notFound,
        lines: [
          `There is no article ${problem.articleId}.`,
          "Run `articles list` to see all articles.",
        ],
      };
    case "article_slug_taken":
      return {
        exitCode: exitCodes.refused,
        lines: [
          "Another article has this title, or a title that differs only in case, accents or punctuation.",
        ],
      };
    case "unauthorized":
    case "token_expired":
      return {
        exitCode: exitCodes.refused,
        lines: ["The server wants a valid token in ARTICLES_TOKEN, or in --token."],
      };
    case "validation_failed":
      return {
        exitCode: exitCodes.refused,
        lines: ["The server refuses these values:", ...(problem.errors ?? []).map(toLine)],
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

/** Explains a failure that is not a problem of the article API. A text that another server wrote is not printed. */
function explainUnknown(problem: UnknownProblem): Explanation {
  const exitCode = isRetryable(problem) ? exitCodes.unavailable : exitCodes.failed;
  switch (problem.reason) {
    case "no_response":
      return { exitCode, lines: [`The server does not respond${reason(problem.error)}.`] };
    case "unreadable":
      return { exitCode, lines: [`The response (${problem.status}) is damaged.`] };
    case "no_problem":
    case "unlisted":
    case "mismatch":
      return {
        exitCode,
        lines: [`The response (${problem.status}) is not from the article API. Is the URL right?`],
      };
    default:
      return problem.reason satisfies never;
  }
}

/** Returns the reason for a failed `fetch`, which is in the cause of its error. */
function reason(error: unknown) {
  if (!(error instanceof Error)) return "";
  if (error.name === "TimeoutError") return ": it took too long";
  const code = error.cause instanceof Error && "code" in error.cause ? error.cause.code : undefined;
  return typeof code === "string" ? `: ${code}` : "";
}

function toLine({ pointer, detail }: { pointer: string; detail: string }) {
  // `#/tags/1` becomes `tags.1`. `#` points to the whole body.
  return `  ${pointer.slice(2).replaceAll("/", ".") || "the whole body"}: ${detail}`;
}
