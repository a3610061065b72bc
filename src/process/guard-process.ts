import { AsyncLocalStorage } from "node:async_hooks";
import { constants } from "node:os";
import type { Duplex } from "node:stream";
import { sendMinimalProblem, writeMinimalProblem } from "../present/minimal-problem.ts";
import { responseState } from "../present/response-state.ts";
import type { ProcessFailure, ProcessShutdown } from "../report/process-failure.ts";
import { currentScope } from "../request/request-scope.ts";
import { clientErrorStatus } from "./client-error-status.ts";
import { trackConnections } from "./connection-tracker.ts";
import { cutError } from "./cut-work.ts";
import { type DrainState, setDrainState } from "./drain-state.ts";
import { drain } from "./drain.ts";
import { failureRecorder } from "./failure-recorder.ts";
import { type GuardProcessOptions, resolveGuardProcessOptions } from "./guard-process-options.ts";
import { claimServers, type GuardableServer, toServers } from "./guardable-server.ts";
import { watchServerErrors } from "./watch-server-errors.ts";

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
 * @throws {TypeError} If `server` is not a server of HTTP, is an empty list or is guarded already, or an option is unknown or has the wrong type.
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
  const { reporters, signals, format, redact, ...resolved } = resolveGuardProcessOptions(options);
  const release = claimServers(servers);
  const trackers = servers.map((each) =>
    trackConnections(each, format, (req) => setDrainState(req, guard)),
  );
  // The shutdown runs outside of the context of the request that caused it.
  const outsideOfRequests = AsyncLocalStorage.snapshot();
  const recorder = failureRecorder(reporters, redact);
  const failedToListen = new Set<GuardableServer>();
  let drainingSince: number | undefined;
  const byDeadline = `The deadline of ${resolved.deadline.toLocaleString("en-US")} ms`;
  let exitCode = 0;
  let unclosed = resolved.onClose !== undefined;
  let cutRecorded = false;

  function onException(thrown: unknown, origin: NodeJS.UncaughtExceptionOrigin): void {
    onFailure(thrown, origin);
  }

  function onRejection(thrown: unknown): void {
    onFailure(thrown, "unhandledRejection");
  }

  function onFailure(thrown: unknown, origin: ProcessFailure["origin"]): void {
    exitCode = resolved.exitCode;
    // While failures follow each other without a pause, no timer fires.
    if (isOverdue()) endProcess();
    const { draining } = guard;
    const scope = currentScope();
    const responded = scope !== undefined && responseState(scope.res) === "open";
    // With --unhandled-rejections=strict, Node emits both events for the same error.
    if (recorder.record(thrown, { origin, draining, scope, responded })) {
      if (scope && responded) sendMinimalProblem(scope, 500, scope.requestId, format);
      for (const tracker of trackers) {
        tracker.refuse();
        // The exception may have broken the parser, which would then refuse the next request on the connection.
        if (scope && !responded) tracker.closeConnectionOf(scope.req);
      }
    }
    begin("failure");
  }

  function isOverdue(): boolean {
    return drainingSince !== undefined && performance.now() - drainingSince > resolved.deadline;
  }

  /** Only the app knows whether it will try again, so the process goes on, and its exit code says that it failed. */
  function onServerError(thrown: unknown, failed: GuardableServer): void {
    recorder.record(thrown, { origin: "serverError", draining: guard.draining });
    if (failed.listening || guard.draining) return;
    failedToListen.add(failed);
    exitCode = resolved.exitCode;
    process.exitCode ??= exitCode;
  }

  function onListening(recovered: GuardableServer): void {
    if (!failedToListen.delete(recovered) || failedToListen.size > 0 || guard.draining) return;
    exitCode = 0;
    if (process.exitCode === resolved.exitCode) process.exitCode = undefined;
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (drainingSince === undefined) {
      begin(signal);
      return;
    }
    // npm and shells send the signal of one Ctrl-C twice. A second one after a second forces the exit.
    if (performance.now() - drainingSince < repeatMilliseconds) return;
    recordCut(`A second ${signal}`);
    process.exit(128 + constants.signals[signal]);
  }

  function begin(reason: ProcessShutdown["reason"]): void {
    if (drainingSince !== undefined) return;
    drainingSince = performance.now();
    const { lameDuck, deadline } = resolved;
    const openRequests = trackers.reduce((sum, tracker) => sum + tracker.openRequests(), 0);
    recorder.recordShutdown({ reason, openRequests, deadline, exitCode });
    const listening = servers.some((each) => each.listening);
    void outsideOfRequests(() =>
      drain({
        trackers,
        listening,
        lameDuck,
        deadline,
        closeRest,
        async reportCut() {
          recordCut(byDeadline);
          await recorder.settled();
        },
        exit: endProcess,
      }),
    );
  }

  async function closeRest(): Promise<void> {
    try {
      await resolved.onClose?.();
    } catch (thrown) {
      exitCode = resolved.exitCode;
      recorder.record(thrown, { origin: "onClose", draining: true });
    }
    unclosed = false;
  }

  /** Records what the process has cut, or cuts as it ends now. */
  function recordCut(by: string): void {
    if (cutRecorded) return;
    cutRecorded = true;
    // What onClose was to save may be lost. A client that got a 503 can try again, so requests do not change the code.
    if (unclosed) exitCode = resolved.exitCode;
    const cut = trackers.map((tracker) => tracker.cut());
    const error = cutError(by, cut, unclosed);
    if (error) recorder.record(error, { origin: "shutdown", draining: true });
  }

  function endProcess(): never {
    recordCut(byDeadline);
    process.exit(exitCode);
  }

  const onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    // The client would read a second response as part of the one that has begun.
    if (trackers.some((tracker) => tracker.hasPartialResponseOn(socket))) socket.destroy();
    else writeMinimalProblem(socket, clientErrorStatus(error), format);
  };

  const guard: ProcessGuard & DrainState = {
    format,
    get draining() {
      return drainingSince !== undefined;
    },
    shutDown: () => begin("shutDown"),
    dispose() {
      if (guard.draining) return;
      process.off("uncaughtException", onException).off("unhandledRejection", onRejection);
      for (const signal of signals) process.off(signal, onSignal);
      for (const each of servers) each.off("clientError", onClientError);
      for (const unwatch of unwatchErrors) unwatch();
      for (const tracker of trackers) tracker.unwatch();
      release();
    },
  };

  // Not setUncaughtExceptionCaptureCallback: there can be only one, and other listeners would not be called.
  process.on("uncaughtException", onException).on("unhandledRejection", onRejection);
  for (const signal of signals) process.on(signal, onSignal);
  const unwatchErrors = servers.map((each) =>
    watchServerErrors(each, {
      onTaken: (error) => onServerError(error, each),
      onListening: () => onListening(each),
    }),
  );
  if (resolved.clientErrors) for (const each of servers) each.on("clientError", onClientError);
  return guard;
}

const repeatMilliseconds = 1000;
