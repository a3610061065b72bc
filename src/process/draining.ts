import type { IncomingMessage } from "node:http";

/** What a probe can learn of the guard over the server that its request came to. */
export interface DrainState {
  readonly draining: boolean;
  readonly typeBase: string;
}

const states = new WeakMap<IncomingMessage, DrainState>();

/** Remembers which guard a request is under. */
export function setDrainState(req: IncomingMessage, state: DrainState): void {
  states.set(req, state);
}

/** Gives the state of the guard a request is under; undefined without a guard. */
export function drainStateOf(req: IncomingMessage): DrainState | undefined {
  return states.get(req);
}
