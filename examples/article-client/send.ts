import { setTimeout as sleep } from "node:timers/promises";
import { isRetryable, retryAfter, safe, type SafeResult } from "express-backstop/client";
import { errors } from "../article-api/errors.ts";

const maxAttempts = 3;
const attemptTimeoutMs = 10_000;
/** If the server asks for a longer wait in `Retry-After`, the user decides whether to try again. */
const maxWaitSeconds = 10;

/** Sends a request, and repeats it if that can help and is safe. Never rejects. */
export async function send(url: URL, init: RequestInit = {}): Promise<SafeResult<typeof errors>> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await safe(
      fetch(url, { ...init, signal: AbortSignal.timeout(attemptTimeoutMs) }),
      errors,
    );
    if (result.ok || attempt === maxAttempts || !isSafeToRepeat(init)) return result;
    if (!isRetryable(result.problem, errors)) return result;

    const requested = result.response && retryAfter(result.response);
    const seconds = requested ?? 0.2 * 2 ** attempt;
    if (seconds > maxWaitSeconds) return result;
    await sleep(seconds * 1000);
  }
}

/** Returns true for a POST only if it has a key by which the server recognizes it: its response may be lost. */
function isSafeToRepeat({ method = "GET", headers }: RequestInit) {
  return method === "GET" || new Headers(headers).has("idempotency-key");
}
