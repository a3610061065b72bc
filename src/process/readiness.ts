import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RequestHandler } from "express";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { sendMinimalProblem } from "../present/minimal-problem.ts";
import { requestIds } from "../request/request-id.ts";
import { drainStateOf } from "./draining.ts";

/** What `readiness` can be told. */
export interface ReadinessOptions {
  /**
   * Milliseconds that the event loop may be late on average, since the last probe, before the process calls itself
   * not ready. Default: no limit.
   */
  readonly maximumLag?: number;
}

/**
 * Answers the readiness probe of a load balancer: 200 `{ "status": "ready" }`, and a 503 problem from the moment
 * that `guardProcess` begins to drain the server the request came to. Mounted before whatever may refuse a request.
 *
 * @throws {TypeError} When an option is unknown or has the wrong type.
 *
 * @example
 * app.get("/ready", readiness());
 * guardProcess(app.listen(3000));
 */
export function readiness(options: ReadinessOptions = {}): RequestHandler {
  checkOptions("readiness", options, checks);
  const nameRequest = requestIds();
  const isLate = lateness(options.maximumLag);

  return function readiness(req, res) {
    const state = drainStateOf(req);
    if (state?.draining || isLate()) {
      sendMinimalProblem({ req, res }, 503, nameRequest(req, res), state?.typeBase ?? "/problems/");
      return;
    }
    res.set("Cache-Control", "no-store").json({ status: "ready" });
  };
}

const resolution = 10;

function lateness(maximumLag: number | undefined): () => boolean {
  if (maximumLag === undefined) return () => false;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  return function isLate() {
    // The histogram is in nanoseconds and counts the timer's own interval; NaN, when empty, is not late.
    const lag = delay.mean / 1e6 - resolution;
    delay.reset();
    return lag > maximumLag;
  };
}

const checks: Readonly<Record<keyof ReadinessOptions, OptionCheck>> = {
  maximumLag: [
    "a number of milliseconds above 0, for instance 200",
    (value) => Number.isFinite(value) && Number(value) > 0,
  ],
};
