import { AssertionError } from "node:assert";
import { isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { FailureRecord } from "../report/record.ts";

/**
 * Asserts that no request failed with an error that its `operation` does not declare. Call it after the requests, with
 * the records that a reporter received. NODE_ENV must not be `production`, because undeclared errors are recorded only
 * in development.
 *
 * @param records The records of a `recordingReporter` or of your own reporter.
 *
 * @throws {TypeError} If `records` is not an array of records.
 * @throws {AssertionError} If a record has an undeclared error. The message names each operation and code.
 *
 * @example
 * const reporter = recordingReporter();
 * const app = buildApp({ reporter });
 * afterAll(() => assertDeclaredErrors(reporter.records));
 */
export function assertDeclaredErrors(
  records: readonly Pick<FailureRecord, "undeclared" | "method" | "path" | "route" | "code">[],
): void {
  checkRecords(records);
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

function checkRecords(records: unknown): void {
  const all: readonly unknown[] = Array.isArray(records) ? records : [records];
  if (Array.isArray(records) && all.every(isRecord)) return;
  const wrong = all.find((record) => !isRecord(record));
  throw new TypeError(
    `assertDeclaredErrors: records must be the records of a reporter, got ${describeReceived(wrong)}. Write assertDeclaredErrors(reporter.records), with reporter = recordingReporter().`,
  );
}

const isRecord = (record: unknown): boolean => isObject(record) && "code" in record;
