import { type FailureRecord, NotFoundError, type Reporter } from "express-backstop";
import { expect, it } from "vitest";
import type { Failure } from "../../src/errors/failure.ts";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { fromHttpError, type PublicError } from "../../src/errors/public-error.ts";
import { report, type ReportOptions } from "../../src/report/report.ts";
import { attachScope } from "../../src/request/request-scope.ts";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

/** Returns the records that a reporter gets of a 404. */
function recordsOf(
  wants?: unknown,
  options: Partial<ReportOptions> = {},
  { req, res } = serverResponse(),
): FailureRecord[] {
  const records: FailureRecord[] = [];
  const reporter = Object.assign(
    (record: FailureRecord) => void records.push(record),
    wants === undefined ? {} : { wants },
  ) as Reporter;
  const thrown = new NotFoundError();
  const failure: Failure = {
    thrown,
    error: fromHttpError(thrown) as PublicError,
    requestId: "r1",
    traceId: undefined,
    mishaps: new Mishaps(),
  };
  const common = { redact: (text: string) => text, isUndeclared: undefined };
  report(failure, req, res, "sent", { reporters: [reporter], ...common, ...options });
  return records;
}

it.each<[string, unknown, number]>([
  ["that is not asked", undefined, 1],
  ["that wants it", () => true, 1],
  ["that does not want it", () => false, 0],
  ["that does not say", () => {}, 1],
])("gives the record to a reporter %s, without a warning", async (_what, wants, count) => {
  expect(recordsOf(wants)).toHaveLength(count);
  await new Promise(setImmediate);

  expect(warnings).toEqual([]);
});

it.each<[string, () => unknown, string]>([
  ["a promise", async () => false, "wants must return true or false, got a promise"],
  ["a promise that rejects", () => Promise.reject(new Error("no")), "wants must return"],
  [
    "nothing, since it throws",
    () => {
      throw new Error("cannot say");
    },
    "cannot say",
  ],
])(
  "gives the record to a reporter whose wants returns %s, and warns",
  async (_what, wants, said) => {
    expect(recordsOf(wants)).toHaveLength(1);
    await expect
      .poll(() => warnings)
      .toMatchObject([
        { code: "BACKSTOP_REPORTER_FAILED", message: expect.stringContaining(said) as string },
      ]);
  },
);

it("marks a code that the route does not declare, where this is known", () => {
  const marks = [() => true, () => false, undefined].map(
    (isUndeclared) => recordsOf(undefined, { isUndeclared })[0]?.undeclared,
  );

  expect(marks).toEqual([true, undefined, undefined]);
});

it("has the duration and the facts of a request with a context", () => {
  const exchanged = serverResponse();
  const { req, res } = exchanged;
  attachScope({
    req,
    res,
    requestId: "r1",
    fail: () => {},
    controller: undefined,
    startedAt: performance.now(),
    context: { tenant: "t7" },
    abortReason: undefined,
    beforeDeadline: undefined,
  });

  expect(recordsOf(undefined, {}, exchanged)).toMatchObject([
    { duration: expect.any(Number) as number, context: { tenant: "t7" } },
  ]);
});
