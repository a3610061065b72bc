import { AsyncLocalStorage } from "node:async_hooks";
import { constants } from "node:os";
import type { Duplex } from "node:stream";
import { pathOf } from "../express/request-path.ts";
import { toRecordedError } from "../inspect/recorded-error.ts";
import { describeReceived } from "../misuse/check-options.ts";
import { sendMinimalProblem, writeMinimalProblem } from "../present/minimal-problem.ts";
import { responseState } from "../present/response-state.ts";
import { handOver } from "../report/hand-over.ts";
import type { ProcessFailure, ProcessReporter, SuspectRequest } from "../report/process-failure.ts";
import { currentScope, type RequestScope } from "../request/request-scope.ts";
import { clientErrorStatus } from "./client-error-status.ts";
import { setDrainState } from "./draining.ts";
import { end } from "./end.ts";
import { type GuardProcessOptions, resolveGuardProcessOptions } from "./guard-process-options.ts";
import type { GuardableServer } from "./guardable-server.ts";
import { trackConnections } from "./traffic.ts";

/** The guard over a process and its servers. */
export interface ProcessGuard {
  /** Whether the process is on its way out. */
  readonly draining: boolean;
  /** Ends the process as SIGTERM does, for a platform that asks in another way. */
  shutDown(): void;
  /** Takes the guard's own listeners off the process and the servers; without effect once it drains. */
  dispose(): void;
}

/**
 * Answers for the process: an exception or a rejection that nobody caught is recorded, the request it probably came
 * from gets a bare 500, new requests get a 503, those in flight finish, whoever is left at the deadline gets a 503,
 * and the process exits for its supervisor to start it anew. A signal ends it in the same way, with exit code 0,
 * and new requests are served until the server closes.
 *
 * @param server The listening server, or all servers of the process.
 * @param options Times, hooks and the exit code; all have defaults.
 *
 * @throws {TypeError} When an option is unknown or has the wrong type.
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
  const traffic = servers.map((each) =>
    trackConnections(each, typeBase, (req) => setDrainState(req, guard)),
  );
  // What happens at the end belongs to no request, whichever one brought it about.
  const outside = AsyncLocalStorage.snapshot();
  const pendingReports = new Set<Promise<unknown>>();
  const seen = new WeakSet<object>();
  let drainingSince: number | undefined;
  let exitCode = 0;

  function onException(thrown: unknown, origin: NodeJS.UncaughtExceptionOrigin): void {
    failed(thrown, origin);
  }

  function onRejection(thrown: unknown): void {
    failed(thrown, "unhandledRejection");
  }

  function failed(thrown: unknown, origin: ProcessFailure["origin"]): void {
    exitCode = resolved.exitCode;
    // With --unhandled-rejections=strict the same error comes by both events.
    if (isRepeated(thrown)) return;
    const scope = currentScope();
    const open = scope !== undefined && responseState(scope.res) === "open";
    record(thrown, origin, scope, open);
    if (scope && open) sendMinimalProblem(scope, 500, scope.requestId, typeBase);
    for (const each of traffic) {
      each.refuse();
      // Its parser may be broken, and it would tell the client that the next request is malformed.
      if (scope && !open) each.closeConnectionOf(scope.req);
    }
    begin();
  }

  function record(
    thrown: unknown,
    origin: ProcessFailure["origin"],
    scope?: RequestScope,
    answered = false,
  ): void {
    const failure: ProcessFailure = {
      time: new Date().toISOString(),
      level: "error",
      origin,
      draining: guard.draining,
      ...(scope && { suspect: toSuspect(scope, answered) }),
      error: toRecordedError(thrown, true),
    };
    const details = { error: thrown, req: scope?.req, res: scope?.res };
    handOver(failure, details, reporters.map(waitedFor));
  }

  /** The process does not exit before the promise of a reporter has settled. */
  function waitedFor(reporter: ProcessReporter): ProcessReporter {
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
    // npm and shells pass one Ctrl-C on twice; a person who repeats it means it.
    if (performance.now() - drainingSince < repeatMilliseconds) return;
    process.exit(128 + constants.signals[signal]);
  }

  function begin(): void {
    if (drainingSince !== undefined) return;
    drainingSince = performance.now();
    const { lameDuck, deadline } = resolved;
    const listening = servers.some((each) => each.listening);
    void outside(() =>
      end({
        traffic,
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
    // Half an answer is on its way to this client, and a second one would be read as part of it.
    if (traffic.some((each) => each.hasPartialResponseOn(socket))) socket.destroy();
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
      for (const each of traffic) each.unwatch();
    },
  };

  // Never the capture callback: it would silence whoever else listens, and there can be only one.
  process.on("uncaughtException", onException).on("unhandledRejection", onRejection);
  for (const signal of signals) process.on(signal, onSignal);
  if (resolved.clientErrors) for (const each of servers) each.on("clientError", onClientError);
  return guard;
}

const repeatMilliseconds = 1000;

function toSuspect({ req, requestId }: RequestScope, answered: boolean): SuspectRequest {
  return { method: req.method, path: pathOf(req.originalUrl).slice(0, 1000), requestId, answered };
}

function toServers(server: unknown): readonly GuardableServer[] {
  const servers: unknown[] = Array.isArray(server) ? server : [server];
  for (const each of servers) {
    const { listening, close } = (each ?? {}) as { listening?: unknown; close?: unknown };
    if (typeof listening === "boolean" && typeof close === "function") continue;
    throw new TypeError(
      `guardProcess: server must be the server that listens, got ${describeReceived(each)}. Write guardProcess(app.listen(3000)).`,
    );
  }
  // Each of them has what a server has.
  return servers as GuardableServer[];
}
