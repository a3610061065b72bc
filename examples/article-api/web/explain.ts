import { isRetryable } from "express-backstop/client";
import { errors } from "../errors.ts";
import type { Failed } from "./api.ts";

/** A failure in the words of this page. */
export interface Explanation {
  /** `you`: the person can correct it. `us`: only the server can. `nobody`: something in between. */
  readonly fault: "you" | "us" | "nobody";
  readonly headline: string;
  readonly text: string;
  readonly fields: readonly FieldProblem[];
  /** The seconds after which the same request may succeed; undefined if it has to change first. */
  readonly retryAfter: number | undefined;
  /** The id that the operator can find the failure by. */
  readonly requestId: string | undefined;
}

/** The problem of one field: `text` is read after the name of the field, or of its item. */
export interface FieldProblem {
  readonly name: string;
  readonly item: number | undefined;
  readonly text: string;
}

/** Explains a failure to the person at the page. */
export function explain({ problem, wait }: Failed): Explanation {
  const retryable = isRetryable(problem, errors);
  const facts = {
    fields: [],
    retryAfter: retryable ? (wait ?? 0) : undefined,
    requestId: problem.requestId,
  };
  if (!problem.known) return { ...facts, ...unknown(problem.reason), retryAfter: wait ?? 0 };
  switch (problem.code) {
    case "validation_failed":
    case "article_slug_taken":
      return {
        ...facts,
        fault: "you",
        headline: "Please correct what is marked",
        text: "Nothing was saved, and nothing that you typed is lost.",
        fields: (problem.errors ?? []).map(toField),
      };
    case "unauthorized":
    case "token_expired":
      return {
        ...facts,
        fault: "you",
        headline: "Please sign in first",
        text: "Then save again: what you typed stays here.",
      };
    case "article_not_found":
      return {
        ...facts,
        fault: "you",
        headline: "This article does not exist",
        text: "Somebody may have deleted it.",
      };
    case "body_too_large":
      return {
        ...facts,
        fault: "you",
        headline: "This is too long",
        text: "Please shorten it, or make two articles of it.",
      };
    case "deadline_exceeded":
      return {
        ...facts,
        fault: "us",
        headline: "That took too long",
        text: "This is our fault, not yours. Please try again.",
      };
    default:
      return problem.status >= 500 || retryable
        ? {
            ...facts,
            fault: "us",
            headline: "Something is broken on our side",
            text: "This is our fault, not yours. Please try again.",
            retryAfter: wait ?? 0,
          }
        : { ...facts, fault: "you", headline: problem.title, text: problem.detail ?? "" };
  }
}

function unknown(reason: string) {
  return reason === "no_response"
    ? ({
        fault: "nobody",
        headline: "The server does not respond",
        text: "It may be away for a moment, or you are offline. What you typed stays here.",
      } as const)
    : ({
        fault: "us",
        headline: "The response of the server is damaged",
        text: "This is our fault, not yours. Please try again.",
      } as const);
}

/** `#/tags/1` belongs to the field `tags`, and is its second item. */
function toField(error: { readonly pointer: string; readonly detail: string }): FieldProblem {
  const [, name = "", index] = error.pointer.split("/");
  return { name, item: index === undefined ? undefined : Number(index) + 1, text: error.detail };
}
