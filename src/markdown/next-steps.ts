import type { ProblemDetails } from "../present/problem.ts";
import { toProse } from "./escape-markdown.ts";

/** Returns the sentences that say what the client of a problem can do next. Without guidance, it may be an empty list. */
export function nextSteps({
  fix,
  retryable,
  retryAfter,
  category,
}: ProblemDetails): readonly string[] {
  const steps: string[] = [];
  if (typeof fix === "string") steps.push(toSentence(toProse(fix)));
  const wait = typeof retryAfter === "number" ? `Wait ${retryAfter} seconds` : undefined;
  if (retryable === true) {
    steps.push(
      wait ? `${wait}, then send the same request again.` : "Send the same request again.",
    );
  } else if (wait !== undefined) steps.push(`${wait}.`);
  if (retryable === false) steps.push(isLater(category, wait) ? unsafeRetry : noRetry);
  return steps;
}

const noRetry = "Do not send the same request again: it will fail again.";

const unsafeRetry =
  "Before you send the same request again, check that it had no effect, or send it with an `Idempotency-Key`.";

/** Returns true if time alone may help, so that only the method of the request forbids to repeat it. */
function isLater(category: string | undefined, wait: string | undefined): boolean {
  return wait !== undefined || category === "temporary" || category === "rate_limit";
}

function toSentence(text: string): string {
  return /[.:;?]$/.test(text) ? text : `${text}.`;
}
