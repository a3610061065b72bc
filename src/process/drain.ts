import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { ConnectionTracker } from "./connection-tracker.ts";

/** The servers to drain, and the times and hooks. */
export interface DrainOptions {
  readonly trackers: readonly ConnectionTracker[];
  /** Whether any server accepts connections. */
  readonly listening: boolean;
  /** Milliseconds to keep accepting connections. */
  readonly lameDuck: number;
  /** Milliseconds until the process exits at the latest. */
  readonly deadline: number;
  /** Closes the resources that requests use. Never rejects. */
  readonly closeRest: () => Promise<unknown>;
  /** Reports what the deadline has cut, and resolves when the reporters are done. */
  readonly reportCut: () => Promise<unknown>;
  readonly exit: () => void;
}

/**
 * Drains the servers and ends the process: keeps accepting connections for the time of `lameDuck`, closes the servers,
 * waits for open requests, responds 503 to those that are left, closes other resources, reports what was cut and exits,
 * all within the deadline.
 */
export async function drain(options: DrainOptions): Promise<void> {
  const { trackers, listening, lameDuck, deadline, closeRest, reportCut, exit } = options;
  const started = performance.now();
  // Exits even if one of the following steps never ends.
  setTimeout(exit, deadline);

  for (const tracker of trackers) tracker.closeAfterResponses();
  if (listening) {
    await sleep(lameDuck);
    for (const tracker of trackers) tracker.shrinkBacklog();
    await waitUntilNoNewConnections(trackers);
  }
  const closed = Promise.all(trackers.map((tracker) => tracker.close()));

  const reserve = reserveOf(deadline);
  const done = await within(started + deadline - reserve - performance.now(), closed);
  if (!done) {
    for (const tracker of trackers) tracker.respondToPending();
    await within(reserve / 2, closed);
    for (const tracker of trackers) tracker.destroyAll();
  }
  // A reporter that sends its record somewhere needs time after what it reports.
  await within(started + deadline - reserve / 5 - performance.now(), closeRest());
  await reportCut();
  exit();
}

/** Returns the part of the deadline kept for the last responses and for `closeRest`: a quarter, at most one second. */
function reserveOf(deadline: number): number {
  return Math.min(1000, deadline / 4);
}

const maximumTries = 50;

/**
 * Waits for a moment without new connections. Closing a server resets the connections that the kernel has accepted and
 * Node has not, and some versions of Node accept only one in each turn of the event loop.
 */
async function waitUntilNoNewConnections(trackers: readonly ConnectionTracker[]): Promise<void> {
  const accepted = (): number => trackers.reduce((sum, tracker) => sum + tracker.accepted(), 0);
  for (let tries = 0; tries < maximumTries; tries += 1) {
    const before = accepted();
    // After a pause, the system is less likely to interrupt the process between the check and the closing.
    await sleep(2);
    await nextTurn();
    await nextTurn();
    if (accepted() === before) return;
  }
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const finished = new AbortController();
  const timer = sleep(Math.max(0, milliseconds), false, { signal: finished.signal }).catch(
    () => false,
  );
  const done = await Promise.race([work.then(() => true), timer]);
  finished.abort();
  return done;
}
