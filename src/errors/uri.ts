/** Returns true if a value is an absolute URI, from its scheme to its end (RFC 3986 §4.3), such as `https://example.com/probs/a`. */
export function isAbsoluteUri(value: unknown): value is string {
  return typeof value === "string" && absoluteUri.test(value);
}

const absoluteUri = /^[a-z][a-z\d+.-]*:[\w.~:/?#[\]@!$&'()*+,;=%-]+$/i;

/** Returns true if a value is the absolute address of a web page. */
export function isWebAddress(value: unknown): value is string {
  return isAbsoluteUri(value) && /^https?:/i.test(value);
}

/** Returns the `type` of a problem: its own, or its code after a prefix. */
export function typeOf(
  problem: {
    readonly type: string | undefined;
    readonly typeBase: string | undefined;
    readonly code: string;
  },
  typeBase: string,
): string {
  return problem.type ?? (problem.typeBase ?? typeBase) + problem.code;
}
