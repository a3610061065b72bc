import type { IncomingMessage } from "node:http";
import type { MinimalFormat } from "../present/minimal-problem.ts";

/** The state of the process guard, for `readiness`. */
export interface DrainState {
  readonly draining: boolean;
  readonly format: MinimalFormat;
}

const key: unique symbol = Symbol.for("express-backstop.drain");
interface Holder {
  [key]?: DrainState;
}

/** Stores the state of the guard over the server that received a request. */
export function setDrainState(req: IncomingMessage, state: DrainState): void {
  (req as Holder)[key] = state;
}

/** Returns the state of the guard over the server that received a request; undefined without a guard. */
export function drainStateOf(req: IncomingMessage): DrainState | undefined {
  return (req as Holder)[key];
}
