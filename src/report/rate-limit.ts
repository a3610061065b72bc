import { backgroundTimer } from "../express/background-timer.ts";

const windowMilliseconds = 1000;
const defaultPerSecond = 5;
const maximumKinds = 200;

interface Counter<Kind> {
  /** Undefined for all kinds beyond the 200th together. */
  readonly kind: Kind | undefined;
  count: number;
}

/**
 * Creates the function that lets some failures of a kind pass in a second, counted from the first failure. At most 200
 * kinds are told apart in a second, so memory is bounded; all others count as one kind.
 *
 * @param nameOf Returns the same text for two failures of the same kind.
 * @param onSuppressed Called when the second is over or the process exits, for each kind of which more came.
 * @param perSecond How many of a kind pass. Default: 5.
 */
export function rateLimit<Kind>(
  nameOf: (kind: Kind) => string,
  onSuppressed: (kind: Kind | undefined, count: number) => void,
  perSecond: number = defaultPerSecond,
): (kind: Kind) => boolean {
  let counters = new Map<string, Counter<Kind>>();

  function flush(): void {
    flushAtExit.delete(flush);
    if (flushAtExit.size === 0) process.off("exit", flushAll);
    const finished = counters;
    counters = new Map();
    for (const { kind, count } of finished.values()) {
      if (count > perSecond) onSuppressed(kind, count - perSecond);
    }
  }

  function counterOf(kind: Kind): Counter<Kind> {
    // A timer without a reference never keeps the process alive.
    if (counters.size === 0) {
      backgroundTimer(flush, windowMilliseconds);
      if (flushAtExit.size === 0) process.on("exit", flushAll);
      flushAtExit.add(flush);
    }
    const name = nameOf(kind);
    const known = counters.get(name);
    if (known) return known;
    const isFull = counters.size >= maximumKinds;
    const counter = isFull ? counters.get(others) : undefined;
    if (counter) return counter;
    const created = { kind: isFull ? undefined : kind, count: 0 };
    counters.set(isFull ? others : name, created);
    return created;
  }

  return function admits(kind) {
    const counter = counterOf(kind);
    counter.count += 1;
    return counter.count <= perSecond;
  };
}

/** The functions that print the open counts when the process exits. One listener for all, since Node warns of more than ten. */
const flushAtExit = new Set<() => void>();

function flushAll(): void {
  for (const flush of flushAtExit) flush();
}

/** The name of all kinds beyond the 200th, which is the name of none of them. */
const others = "others";
