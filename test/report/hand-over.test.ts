import { consoleReporter } from "express-backstop";
import { expect, it, vi } from "vitest";
import { handOver, warnOfReporter } from "../../src/report/hand-over.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();
const said = (message: string) => [
  { code: "BACKSTOP_REPORTER_FAILED", message: `A failure could not be reported: ${message}` },
];

it("calls each reporter with the same record and failure, in order", () => {
  const calls: unknown[][] = [];
  const [record, failure] = [{ status: 500 }, { error: "x" }];

  handOver(record, failure, [
    (...args) => calls.push(["first", ...args]),
    (...args) => calls.push(["second", ...args]),
  ]);

  expect(calls).toEqual([
    ["first", record, failure],
    ["second", record, failure],
  ]);
  expect(calls[0]?.[1]).toBe(record);
});

it.each<[string, () => unknown]>([
  ["throws", fails],
  ["rejects", () => Promise.reject(new Error("no"))],
  [
    "returns a thenable that rejects",
    () => thenable((_resolve, reject) => reject(new Error("no"))),
  ],
  ["returns an object whose then throws", () => thenable(fails)],
])("names a reporter that %s in a warning, and calls the next one", async (_what, reporter) => {
  const next = vi.fn<() => void>();

  handOver({}, {}, [reporter, next]);

  expect(next).toHaveBeenCalledOnce();
  await expect.poll(() => warnings).toMatchObject(said("no"));
});

it("names a factory that was passed in place of its reporter in a warning", async () => {
  handOver({}, {}, [consoleReporter]);

  await expect
    .poll(() => warnings)
    .toMatchObject(
      said("consoleReporter was not called. Write consoleReporter(), with the parentheses."),
    );
});

it.each<[string, () => unknown]>([
  ["throws", fails],
  ["rejects", () => Promise.reject(new Error("no"))],
])("says which failure a reporter that %s was given", async (_what, reporter) => {
  handOver({ error: { name: "RangeError", message: "too far" } }, {}, [reporter]);

  await expect.poll(() => warnings).toMatchObject(said("no. The failure: RangeError: too far"));
});

it.each([[undefined], [null], [7], ["sent"], [true], [{}], [Promise.resolve(1)]])(
  "takes %o for success",
  async (result) => {
    handOver({}, {}, [() => result]);
    await new Promise(setImmediate);

    expect(warnings).toEqual([]);
  },
);

it.each<[unknown, string]>([
  [new Error("a\n2026 forged"), "a\\x0a2026 forged"],
  [undefined, "undefined"],
  ["text", "text"],
])("warns of %o in one line", async (error, message) => {
  warnOfReporter(error);

  await expect.poll(() => warnings).toMatchObject(said(message));
});

function fails(): never {
  throw new Error("no");
}

function thenable(then: (resolve: unknown, reject: (reason: unknown) => void) => void): object {
  // oxlint-disable-next-line unicorn/no-thenable -- what such a reporter returns
  return { then };
}
