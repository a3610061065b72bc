import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { ConnectionTracker } from "./traffic.ts";

/** How the process is to end. */
export interface Ending {
  readonly traffic: readonly ConnectionTracker[];
  /** Whether any of the servers takes connections. */
  readonly listening: boolean;
  readonly lameDuck: number;
  readonly deadline: number;
  /** Closes what the requests needed; never rejects. */
  readonly closeRest: () => Promise<unknown>;
  readonly exit: () => void;
}

/**
 * Brings the process to its end: goes on accepting for a while, closes the servers, waits for the requests in
 * flight, answers whoever is left, closes the rest and exits, all before the deadline.
 */
export async function end(ending: Ending): Promise<void> {
  const { traffic, listening, lameDuck, deadline, closeRest, exit } = ending;
  const started = performance.now();
  // The last word, whatever of the following hangs.
  setTimeout(exit, deadline);

  for (const each of traffic) each.closeAfterResponses();
  if (listening) {
    await sleep(lameDuck);
    await waitUntilNoNewConnections(traffic);
  }
  const closed = Promise.all(traffic.map((each) => each.close()));

  const reserve = reserved(deadline);
  const done = await within(started + deadline - reserve - performance.now(), closed);
  if (!done) {
    for (const each of traffic) each.respondToPending();
    await within(reserve / 2, closed);
    for (const each of traffic) each.destroyAll();
  }
  await closeRest();
  exit();
}

/** What is kept of the deadline for the last answers and for closing the rest: a quarter, a second at most. */
function reserved(deadline: number): number {
  return Math.min(1000, deadline / 4);
}

const maximumTries = 50;

/**
 * Waits for a moment without new connections: closing the server resets those that the kernel has accepted and Node
 * has not, and some versions of Node accept one a turn.
 */
async function waitUntilNoNewConnections(traffic: readonly ConnectionTracker[]): Promise<void> {
  const accepted = (): number => traffic.reduce((sum, each) => sum + each.accepted(), 0);
  for (let tries = 0; tries < maximumTries; tries += 1) {
    // After a pause the system is less likely to interrupt us between the last look and the closing.
    await sleep(2);
    const before = accepted();
    await nextTurn();
    await nextTurn();
    if (accepted() === before) return;
  }
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  const timer = sleep(Math.max(0, milliseconds), false, { signal: late.signal }).catch(() => false);
  const done = await Promise.race([work.then(() => true), timer]);
  late.abort();
  return done;
}
