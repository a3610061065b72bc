import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RequestHandler } from "express";
import { requestIds } from "../catch/request-id.ts";
import { sendBare } from "../present/bare.ts";
import { drainStateOf } from "./draining.ts";
import { shown } from "../raise/shown.ts";

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
  checkOptions(options);
  const nameRequest = requestIds();
  const isLate = lateness(options.maximumLag);

  return function readiness(req, res) {
    const state = drainStateOf(req);
    if (state?.draining || isLate()) {
      sendBare({ req, res }, 503, nameRequest(req, res), state?.typeBase ?? "/problems/");
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

function checkOptions(options: ReadinessOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `readiness: options must be an object, got ${shown(options)}. Write readiness({ maximumLag: 200 }).`,
    );
  }
  const unknown = Object.keys(options).find((name) => name !== "maximumLag");
  if (unknown !== undefined) {
    throw new TypeError(
      `readiness: ${JSON.stringify(unknown)} is no option. Write { maximumLag: 200 }.`,
    );
  }
  const { maximumLag } = options;
  if (maximumLag === undefined || (Number.isFinite(maximumLag) && maximumLag > 0)) return;
  throw new TypeError(
    `readiness: maximumLag must be a number of milliseconds above 0, got ${shown(maximumLag)}. Write { maximumLag: 200 }.`,
  );
}
