import type { Request, Response } from "express";
import type { Failure, ResponseOutcome } from "../errors/failure.ts";
import type { Redact } from "../inspect/redact.ts";
import { discardPromise } from "../misuse/discard-promise.ts";
import type { UndeclaredCheck } from "../request/declared-errors.ts";
import { firstResponseOf } from "../request/first-response.ts";
import { scopeOf } from "../request/request-scope.ts";
import { routeOf } from "../request/route.ts";
import { hasListeners, publishFailure } from "./failure-channel.ts";
import { handOver, warnOfReporter } from "./hand-over.ts";
import { type FailureSummary, summarize, toRecord } from "./record.ts";
import type { Reporter } from "./reporter.ts";

/** The options of the error handler that concern records. */
export interface ReportOptions {
  readonly reporters: readonly Reporter[];
  readonly redact: Redact;
  /** Returns true if the operation of the route does not declare the code; undefined in production. */
  readonly isUndeclared: UndeclaredCheck | undefined;
}

/** Reports a failure to the reporters that want it and to the channel; no record is made for nobody. Never throws. */
export function report(
  failure: Failure,
  req: Request,
  res: Response,
  outcome: ResponseOutcome,
  { reporters, redact, isUndeclared }: ReportOptions,
): void {
  const { error, thrown, mishaps } = failure;
  const route = mishaps.attempt(() => routeOf(req));
  const undeclared = isUndeclared?.(req, error.code, route) ?? false;
  const summary = summarize(failure, req.method, route, outcome);
  const interested = reporters.filter((reporter) => wants(reporter, summary));
  const isPublished = hasListeners();
  if (interested.length === 0 && !isPublished) return;
  const facts = {
    firstResponse: firstResponseOf(res),
    undeclared,
    redact,
    scope: mishaps.attempt(() => scopeOf(req)),
  };
  const record = toRecord(summary, failure, req, facts);
  const reported = { error: thrown, req, res };
  handOver(record, reported, interested);
  if (isPublished) publishFailure({ record, ...reported });
}

/** A reporter that throws here, or returns a promise, gets the record. */
function wants(reporter: Reporter, summary: FailureSummary): boolean {
  try {
    const wanted = reporter.wants?.(summary) ?? true;
    if (discardPromise(wanted))
      throw new TypeError("wants must return true or false, got a promise");
    return wanted;
  } catch (error) {
    warnOfReporter(error);
    return true;
  }
}
