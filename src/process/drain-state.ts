import type { IncomingMessage } from "node:http";
import type { MinimalFormat } from "../present/minimal-problem.ts";

/** The state of the process guard, for `readiness`. */
export interface DrainState {
  readonly draining: boolean;
  readonly format: MinimalFormat;
}

const states = new WeakMap<IncomingMessage, DrainState>();

/** Stores the state of the guard over the server that received a request. */
export function setDrainState(req: IncomingMessage, state: DrainState): void {
  states.set(req, state);
}

/** Returns the state of the guard over the server that received a request; undefined without a guard. */
export function drainStateOf(req: IncomingMessage): DrainState | undefined {
  return states.get(req);
}
