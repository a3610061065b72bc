/** Whether the same request may succeed when it is sent again: `never`, or `later`. */
export type RetryAdvice = "never" | "later";

/** The statuses that speak of now (RFC 9110 §15, RFC 6585 §4, RFC 8470 §5.2). */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

/** What a status says about sending the request again. */
export function retryAdvice(status: number): RetryAdvice {
  return passing.has(status) ? "later" : "never";
}
