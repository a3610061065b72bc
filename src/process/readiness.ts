import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RequestHandler } from "express";
import { defaultTypeBase } from "../errors/type-base.ts";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { type MinimalFormat, sendMinimalProblem } from "../present/minimal-problem.ts";
import { requestIds } from "../request/request-id.ts";
import { drainStateOf } from "./drain-state.ts";

/** The options of `readiness()`. */
export interface ReadinessOptions {
  /**
   * The maximum average delay of the event loop since the last probe, in milliseconds. Above it, the response is 503.
   * Default: no limit.
   */
  readonly maximumLag?: number;
}

/**
 * Creates a handler for the readiness probe of a load balancer. It responds 200 `{ "status": "ready" }`, and a 503
 * problem once `guardProcess` has begun to shut the process down. Mount it before middleware that may refuse requests,
 * such as authentication.
 *
 * @param options The maximum delay of the event loop.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
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
      sendMinimalProblem({ req, res }, 503, nameRequest(req, res), state?.format ?? defaultFormat);
      return;
    }
    res.set("Cache-Control", "no-store").json({ status: "ready" });
  };
}

const defaultFormat: MinimalFormat = { typeBase: defaultTypeBase, serialize: undefined };

const resolution = 10;

function lateness(maximumLag: number | undefined): () => boolean {
  if (maximumLag === undefined) return () => false;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  return function isLate() {
    // The histogram is in nanoseconds and includes the timer's interval. An empty one has the mean NaN: not late.
    const lag = delay.mean / 1e6 - resolution;
    delay.reset();
    return lag > maximumLag;
  };
}

const checks: Readonly<Record<keyof ReadinessOptions, OptionCheck>> = {
  maximumLag: [
    "a number of milliseconds above 0 such as 200",
    (value) => Number.isFinite(value) && Number(value) > 0,
  ],
};
