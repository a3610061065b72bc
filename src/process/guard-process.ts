import { AsyncLocalStorage } from "node:async_hooks";
import { constants } from "node:os";
import type { Duplex } from "node:stream";
import { pathOf } from "../express/request-path.ts";
import { toRecordedError } from "../inspect/recorded-error.ts";
import { sendMinimalProblem, writeMinimalProblem } from "../present/minimal-problem.ts";
import { responseState } from "../present/response-state.ts";
import { handOver } from "../report/hand-over.ts";
import type { ProcessFailure, ProcessReporter, SuspectRequest } from "../report/process-failure.ts";
import { currentScope, type RequestScope } from "../request/request-scope.ts";
import { clientErrorStatus } from "./client-error-status.ts";
import { trackConnections } from "./connection-tracker.ts";
import { setDrainState } from "./drain-state.ts";
import { drain } from "./drain.ts";
import { type GuardProcessOptions, resolveGuardProcessOptions } from "./guard-process-options.ts";
import { claimServers, type GuardableServer, toServers } from "./guardable-server.ts";

/** The guard of a process and its servers, which `guardProcess` returns. */
export interface ProcessGuard {
  /** Whether the process is shutting down. */
  readonly draining: boolean;
  /** Shuts the process down as SIGTERM does, with exit code 0. */
  shutDown(): void;
  /** Removes the guard's listeners from the process and the servers. Has no effect during a shutdown. */
  dispose(): void;
}

/**
 * Shuts the process down cleanly after an uncaught exception, an unhandled rejection or a signal.
 *
 * After an exception or a rejection, it reports one record, sends a 500 to the request that probably caused it, and a
 * 503 to new requests. Open requests may finish until the deadline; those that are left then get a 503. The process
 * exits with `exitCode`, so that its supervisor restarts it. After a signal, new requests are still served until the
 * server closes, and the exit code is 0.
 *
 * @param server The listening server, or all servers of the process.
 * @param options The times, the hooks and the exit code.
 *
 * @throws {TypeError} If `server` is not a server or is guarded already, or an option is unknown or has the wrong type.
 *
 * @example
 * const server = app.listen(3000);
 * guardProcess(server, { onClose: () => pool.end() });
 */
export function guardProcess(
  server: GuardableServer | readonly GuardableServer[],
  options: GuardProcessOptions = {},
): ProcessGuard {
  const servers = toServers(server);
  const { reporters, signals, typeBase, ...resolved } = resolveGuardProcessOptions(options);
  const release = claimServers(servers);
  const trackers = servers.map((each) =>
    trackConnections(each, typeBase, (req) => setDrainState(req, guard)),
  );
  // The shutdown runs outside of the context of the request that caused it.
  const outsideOfRequests = AsyncLocalStorage.snapshot();
  const pendingReports = new Set<Promise<unknown>>();
  const seen = new WeakSet<object>();
  let drainingSince: number | undefined;
  let exitCode = 0;

  function onException(thrown: unknown, origin: NodeJS.UncaughtExceptionOrigin): void {
    onFailure(thrown, origin);
  }

  function onRejection(thrown: unknown): void {
    onFailure(thrown, "unhandledRejection");
  }

  function onFailure(thrown: unknown, origin: ProcessFailure["origin"]): void {
    exitCode = resolved.exitCode;
    // With --unhandled-rejections=strict, Node emits both events for the same error.
    if (isRepeated(thrown)) return;
    const scope = currentScope();
    const open = scope !== undefined && responseState(scope.res) === "open";
    record(thrown, origin, scope, open);
    if (scope && open) sendMinimalProblem(scope, 500, scope.requestId, typeBase);
    for (const tracker of trackers) {
      tracker.refuse();
      // The exception may have broken the parser, which would then refuse the next request on the connection.
      if (scope && !open) tracker.closeConnectionOf(scope.req);
    }
    begin();
  }

  function record(
    thrown: unknown,
    origin: ProcessFailure["origin"],
    scope?: RequestScope,
    responded = false,
  ): void {
    const failure: ProcessFailure = {
      time: new Date().toISOString(),
      level: "error",
      origin,
      draining: guard.draining,
      ...(scope && { suspect: toSuspect(scope, responded) }),
      error: toRecordedError(thrown, true),
    };
    const details = { error: thrown, req: scope?.req, res: scope?.res };
    handOver(failure, details, reporters.map(withPromiseKept));
  }

  /** Keeps the promise of a reporter, for which the process waits before it exits. */
  function withPromiseKept(reporter: ProcessReporter): ProcessReporter {
    return (failure, details) => {
      const result: unknown = reporter(failure, details);
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

  function onSignal(signal: NodeJS.Signals): void {
    if (drainingSince === undefined) {
      begin();
      return;
    }
    // npm and shells send the signal of one Ctrl-C twice. A second one after a second forces the exit.
    if (performance.now() - drainingSince < repeatMilliseconds) return;
    process.exit(128 + constants.signals[signal]);
  }

  function begin(): void {
    if (drainingSince !== undefined) return;
    drainingSince = performance.now();
    const { lameDuck, deadline } = resolved;
    const listening = servers.some((each) => each.listening);
    void outsideOfRequests(() =>
      drain({
        trackers,
        listening,
        lameDuck,
        deadline,
        closeRest,
        exit: () => process.exit(exitCode),
      }),
    );
  }

  async function closeRest(): Promise<void> {
    try {
      await resolved.onClose();
    } catch (thrown) {
      exitCode = resolved.exitCode;
      record(thrown, "onClose");
    }
    await Promise.allSettled(pendingReports);
  }

  const onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    // The client would read a second response as part of the one that has begun.
    if (trackers.some((tracker) => tracker.hasPartialResponseOn(socket))) socket.destroy();
    else writeMinimalProblem(socket, clientErrorStatus(error), typeBase);
  };

  const guard: ProcessGuard & { readonly typeBase: string } = {
    typeBase,
    get draining() {
      return drainingSince !== undefined;
    },
    shutDown: begin,
    dispose() {
      if (guard.draining) return;
      process.off("uncaughtException", onException).off("unhandledRejection", onRejection);
      for (const signal of signals) process.off(signal, onSignal);
      for (const each of servers) each.off("clientError", onClientError);
      for (const tracker of trackers) tracker.unwatch();
      release();
    },
  };

  // Not setUncaughtExceptionCaptureCallback: there can be only one, and other listeners would not be called.
  process.on("uncaughtException", onException).on("unhandledRejection", onRejection);
  for (const signal of signals) process.on(signal, onSignal);
  if (resolved.clientErrors) for (const each of servers) each.on("clientError", onClientError);
  return guard;
}

const repeatMilliseconds = 1000;

function toSuspect({ req, requestId }: RequestScope, responded: boolean): SuspectRequest {
  return { method: req.method, path: pathOf(req.originalUrl).slice(0, 1000), requestId, responded };
}
