import { AssertionError } from "node:assert";
import { describeReceived } from "../misuse/describe-received.ts";
import type { FailureRecord } from "../report/record.ts";

/**
 * Asserts that no request failed with an error that its `operation` does not declare. Call it after the requests, with
 * the records that a reporter received. NODE_ENV must not be `production`, because undeclared errors are recorded only
 * in development.
 *
 * @param records The records of a `recordingReporter` or of your own reporter.
 *
 * @throws {AssertionError} If a record has an undeclared error. The message names each operation and code.
 * @throws {TypeError} If the records are not an array.
 *
 * @example
 * const reporter = recordingReporter();
 * const app = buildApp({ reporter });
 * afterAll(() => assertDeclaredErrors(reporter.records));
 */
export function assertDeclaredErrors(
  records: readonly Pick<FailureRecord, "undeclared" | "method" | "path" | "route" | "code">[],
): void {
  if (!Array.isArray(records)) {
    throw new TypeError(
      `assertDeclaredErrors: records must be an array, got ${describeReceived(records)}. Write assertDeclaredErrors(reporter.records).`,
    );
  }
  const undeclared = records.filter((record) => record.undeclared);
  if (undeclared.length === 0) return;
  const failures = undeclared.map(
    ({ method, path, route, code }) => `${method} ${route ?? path} responded with ${code}`,
  );
  const distinct = [...new Set(failures)];
  throw new AssertionError({
    message: `Undeclared errors: ${distinct.join("; ")}. Add each error to operation({ errors }), or throw a declared one.`,
    actual: distinct,
    expected: [],
    stackStartFn: assertDeclaredErrors,
  });
}
