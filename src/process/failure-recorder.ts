import { pathOf } from "../express/request-path.ts";
import { byteBudget, type Truncate } from "../inspect/byte-budget.ts";
import { toRecordedError } from "../inspect/recorded-error.ts";
import type { Redact } from "../inspect/redact.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { handOver, warnOfReporter } from "../report/hand-over.ts";
import type {
  ProcessFailure,
  ProcessFailureSummary,
  ProcessReporter,
  ProcessShutdown,
  SuspectRequest,
} from "../report/process-failure.ts";
import type { RequestScope } from "../request/request-scope.ts";

/** The facts about a failure beside the thrown value. */
export interface FailureFacts {
  readonly origin: ProcessFailure["origin"];
  /** Whether the process was already shutting down. */
  readonly draining: boolean;
  /** The request that probably caused it. */
  readonly scope?: RequestScope | undefined;
  /** Whether that request gets the generic 500. */
  readonly responded?: boolean;
}

/** Passes the records of a process to its reporters. */
export interface FailureRecorder {
  /** Reports a failure, unless the same object was reported before; returns whether it was the first time. */
  record(thrown: unknown, facts: FailureFacts): boolean;
  /** Reports the beginning of the shutdown. */
  recordShutdown(shutdown: Omit<ProcessShutdown, "time">): void;
  /** Resolves when the promises of the reporters are settled. */
  settled(): Promise<unknown>;
}

const maximumPath = 1000;

/** Creates the recorder of a process. A failure in a reporter becomes a process warning. */
export function failureRecorder(
  reporters: readonly ProcessReporter[],
  redact: Redact,
): FailureRecorder {
  const pendingReports = new Set<Promise<unknown>>();
  const seen = new WeakSet<object>();

  /** Keeps the promise of a reporter, for which the process waits before it exits. */
  function withPromiseKept<Args extends readonly unknown[]>(
    report: (...args: Args) => unknown,
  ): (...args: Args) => unknown {
    return (...args) => {
      const result = report(...args);
      if (result instanceof Promise) pendingReports.add(result);
      return result;
    };
  }

  function isRepeated(thrown: unknown): boolean {
    if (typeof thrown !== "object" || thrown === null) return false;
    if (seen.has(thrown)) return true;
    seen.add(thrown);
    return false;
  }

  return {
    record(thrown, { origin, draining, scope, responded = false }) {
      if (isRepeated(thrown)) return false;
      const truncate = byteBudget(undefined, redact);
      const suspect = scope && toSuspect(scope, responded, truncate);
      const summary = summarize(thrown, origin, suspect);
      const interested = reporters.filter((reporter) => wants(reporter, summary));
      // No stack is read for nobody, because failures may come by the thousand.
      if (interested.length === 0) return true;
      const failure: ProcessFailure = {
        time: new Date().toISOString(),
        level: "error",
        origin,
        draining,
        ...(suspect && { suspect }),
        error: toRecordedError(thrown, true, truncate),
      };
      const details = { error: thrown, req: scope?.req, res: scope?.res };
      handOver(failure, details, interested.map(withPromiseKept));
      return true;
    },
    recordShutdown(facts) {
      const shutdown = { time: new Date().toISOString(), ...facts };
      const listeners = reporters.flatMap((reporter) => {
        const onShutdown = tryReadMember(reporter, "onShutdown");
        return typeof onShutdown === "function"
          ? [withPromiseKept(() => Reflect.apply(onShutdown, reporter, [shutdown]) as unknown)]
          : [];
      });
      handOver(shutdown, undefined, listeners);
    },
    settled: () => Promise.allSettled(pendingReports),
  };
}

function toSuspect(
  { req, requestId }: RequestScope,
  responded: boolean,
  truncate: Truncate,
): SuspectRequest {
  const path = truncate(pathOf(req.originalUrl), maximumPath);
  return { method: req.method, path, requestId, responded };
}

function summarize(
  thrown: unknown,
  origin: ProcessFailure["origin"],
  suspect: SuspectRequest | undefined,
): ProcessFailureSummary {
  const name =
    typeof thrown === "object" && thrown !== null ? tryReadMember(thrown, "name") : typeof thrown;
  return {
    origin,
    name: typeof name === "string" ? name.slice(0, 100) : "object",
    ...(suspect && { request: `${suspect.method} ${suspect.path}` }),
  };
}

/** A reporter that throws here gets the record. */
function wants(reporter: ProcessReporter, summary: ProcessFailureSummary): boolean {
  try {
    return reporter.wants?.(summary) ?? true;
  } catch (error) {
    warnOfReporter(error);
    return true;
  }
}
