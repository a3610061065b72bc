import type { Response } from "express";
import { checkOptions, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { presented } from "./problem-of.ts";

/** The options of `multiStatus`. */
export interface MultiStatusOptions {
  /** The status of each item that succeeded, from 200 to 299. Default: 200. */
  readonly status?: number;
}

/** One item of the response. */
export type SentItem =
  | { readonly status: number; readonly value: unknown }
  | { readonly status: number; readonly problem: unknown };

/**
 * Sends the results of several operations in one response: status 207 (RFC 4918 §11.1), and a JSON object whose `results`
 * has an item for each, in the same order: `{ status, value }` or `{ status, problem }`. A problem is the one that the
 * error handler would send alone, and each failure has its record. `readResults` of `express-backstop/client` reads them.
 *
 * @param res The response.
 * @param results The results, as `Promise.allSettled` returns them.
 * @param options The status of the items that succeeded.
 *
 * @throws {TypeError} If the results are not those of `Promise.allSettled`, an option is invalid, or the app has no
 * `errorHandler()`.
 *
 * @example
 * multiStatus(res, await Promise.allSettled(req.body.map((article) => articles.create(article))), { status: 201 });
 */
export function multiStatus(
  res: Response,
  results: readonly PromiseSettledResult<unknown>[],
  options: MultiStatusOptions = {},
): void {
  checkOptions("multiStatus", options, checks);
  if (!Array.isArray(results)) throw notResults(results);
  const { status = 200 } = options;
  const items = results.map((result: unknown) => toItem(result, res, status));
  res.status(207).json({ results: items });
}

function toItem(result: unknown, res: Response, success: number): SentItem {
  const { status, value, reason } = Object(result) as Partial<PromiseRejectedResult> & {
    readonly value?: unknown;
  };
  if (!isObject(result) || (status !== "rejected" && status !== ("fulfilled" as string))) {
    throw notResults(result);
  }
  if (status !== "rejected") return { status: success, value };
  const { problem, body } = presented("multiStatus", reason, res.req);
  return { status: problem.status, problem: body };
}

function notResults(received: unknown): TypeError {
  return new TypeError(
    `multiStatus: results must be those of Promise.allSettled, got ${describeReceived(received)}. Write multiStatus(res, await Promise.allSettled(promises)).`,
  );
}

const checks: Readonly<Record<keyof MultiStatusOptions, OptionCheck>> = {
  status: [
    "an integer from 200 to 299",
    (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) < 300,
  ],
};
