/** Creates a span of OpenTelemetry as the reporter calls it, which keeps what it gets. */
export function memorySpan() {
  const seen: unknown[] = [];
  const keep =
    (name: string) =>
    (...values: unknown[]): void =>
      void seen.push([name, ...values]);
  const span = {
    setAttribute: keep("attribute"),
    setStatus: keep("status"),
    recordException: keep("exception"),
  };
  return { seen, keep, span };
}
