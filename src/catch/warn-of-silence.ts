import { EventEmitter } from "node:events";
import type { Response } from "express";
import { backgroundTimer } from "../express/background-timer.ts";
import { knownMethod } from "../express/known-method.ts";
import { scopeOf } from "../request/request-scope.ts";
import { routeOf } from "../request/route.ts";
import type { HandlerRun } from "./next-once.ts";
import { isPiped } from "./piped.ts";

const graceMilliseconds = 5000;

/**
 * Creates the check, for development, of the runs of one handler. It warns once, of a promise that settled, or an error
 * that was returned, five seconds ago or before the deadline of the request, while its request still has no response
 * and was not passed on. A response that a stream is piped into is not checked, nor is an object that only resembles a
 * response, as unit tests make them.
 */
export function warnOfSilence(name: string): (run: HandlerRun, returned?: unknown) => void {
  let warned = false;

  return function onSettled(run, returned) {
    const { req, res } = run;
    const isSilent = (): boolean => !warned && !run.nextCalled && isUnsent(res);
    if (!isSilent()) return;
    const check = (): void => {
      if (!isSilent()) return;
      warned = true;
      process.emitWarning(
        `${name || "A handler"} of ${knownMethod(req) ?? "a request of"} ${routeOf(req) ?? "a middleware"} ${endOf(returned)} and neither responded nor called next: its client waits.${adviceOn(returned)}`,
        { code: "BACKSTOP_NO_RESPONSE" },
      );
    };
    const timer = backgroundTimer(check, graceMilliseconds);
    // A deadline that comes earlier responds in place of the handler, so it would hide the silence.
    const scope = scopeOf(req);
    if (scope) (scope.beforeDeadline ??= []).push(check);
    res.once("close", () => clearTimeout(timer));
  };
}

function endOf(returned: unknown): string {
  return returned instanceof Error ? "has returned an error" : "has settled";
}

function adviceOn(returned: unknown): string {
  return returned instanceof Error ? " Write throw in place of return." : "";
}

function isUnsent(res: Response): boolean {
  // Only a response of Node knows whether it was sent.
  if (!(res instanceof EventEmitter) || !("headersSent" in res)) return false;
  if (res.headersSent || res.writableEnded || res.destroyed) return false;
  return !isPiped(res);
}
