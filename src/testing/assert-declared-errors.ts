import { AssertionError } from "node:assert";
import type { FailureRecord } from "../report/record.ts";

/**
 * Asserts that no request was answered with an error that its `operation` does not declare. It sees what a reporter
 * was told, so it stands after the tests, and NODE_ENV must not be `production`.
 *
 * @param records The records of a `recordingReporter`, or of an `onReport` of your own.
 *
 * @throws {AssertionError} When one was; the message names each operation and code.
 *
 * @example
 * const reporter = recordingReporter();
 * const app = buildApp({ reporter });
 * afterAll(() => assertDeclaredErrors(reporter.records));
 */
export function assertDeclaredErrors(
  records: readonly Pick<FailureRecord, "undeclared" | "method" | "path" | "route" | "code">[],
): void {
  const undeclared = records.filter((record) => record.undeclared);
  if (undeclared.length === 0) return;
  const answers = undeclared.map(
    ({ method, path, route, code }) => `${method} ${route ?? path} answered with ${code}`,
  );
  const distinct = [...new Set(answers)];
  throw new AssertionError({
    message: `Not declared: ${distinct.join("; ")}. Add the error to operation({ errors }), or throw another.`,
    actual: distinct,
    expected: [],
    stackStartFn: assertDeclaredErrors,
  });
}
