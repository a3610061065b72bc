import type { Problem } from "./problem.ts";

/**
 * Writes the body. A serializer that fails falls back to the plain problem; members JSON cannot hold (BigInt,
 * circles, a throwing toJSON) are left out of that; the last resort is a constant.
 */
export function toBody(
  problem: Problem,
  serialize: ((problem: Problem) => unknown) | undefined,
  failures: unknown[],
): string {
  return (
    (serialize && stringify(() => serialize(problem), failures)) ??
    stringify(() => problem, failures) ??
    stringify(() => withoutUnwritable(problem), failures) ??
    lastResort
  );
}

const lastResort =
  '{"type":"/problems/internal_error","title":"Internal server error","status":500,"code":"internal_error"}';

function stringify(make: () => unknown, failures: unknown[]): string | undefined {
  try {
    // undefined for what JSON has no word for, such as a function.
    return JSON.stringify(make());
  } catch (failure) {
    failures.push(failure);
    return undefined;
  }
}

function withoutUnwritable(problem: Problem): Record<string, unknown> {
  const entries = Object.entries(problem).filter(([, value]) => stringify(() => value, []));
  return Object.fromEntries(entries);
}
