/** Whether the same request may succeed when it is sent again: `never` or `later`. */
export type RetryAdvice = "never" | "later";

/** The statuses of temporary failures (RFC 9110 §15, RFC 6585 §4, RFC 8470 §5.2). */
const temporary: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

/** Returns the retry advice that follows from the status alone. */
export function retryAdvice(status: number): RetryAdvice {
  return temporary.has(status) ? "later" : "never";
}
