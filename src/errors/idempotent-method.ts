/** Returns true if a request with this method may be sent twice without doing its work twice (RFC 9110 §9.2.2). */
export function isIdempotent(method: string): boolean {
  return /^(?:DELETE|GET|HEAD|OPTIONS|PUT|TRACE)$/.test(method);
}
