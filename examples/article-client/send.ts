import { setTimeout as sleep } from "node:timers/promises";
import { isRetryable, retryAfter, safe, type SafeResult } from "express-backstop/client";
import { errors } from "../article-api/errors.ts";

const attempts = 3;
/** How long one attempt may take, in milliseconds. */
const timeout = 10_000;
/** How many seconds are waited for a server that says when; the user has a prompt to go back to. */
const longestWait = 10;

/** Sends a request, again where that may help and does no harm; never rejects. */
export async function send(url: URL, init: RequestInit = {}): Promise<SafeResult<typeof errors>> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await safe(
      fetch(url, { ...init, signal: AbortSignal.timeout(timeout) }),
      errors,
    );
    if (result.ok || attempt === attempts || !isRepeatable(init)) return result;
    if (!isRetryable(result.problem, errors)) return result;

    const told = result.response && retryAfter(result.response);
    const seconds = told ?? 0.2 * 2 ** attempt;
    if (seconds > longestWait) return result;
    await sleep(seconds * 1000);
  }
}

/** A POST may have been stored although its answer was lost: to send it twice is for the user to decide. */
function isRepeatable({ method = "GET" }: RequestInit): boolean {
  return method === "GET";
}
