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
 * @param members The members that two failures of the same kind agree in.
 * @param onSuppressed Called when the second is over or the process exits, for each kind of which more came.
 * @param perSecond How many of a kind pass. Default: 5.
 */
export function rateLimit<Kind extends object>(
  members: readonly (keyof Kind)[],
  onSuppressed: (kind: Kind | undefined, count: number) => void,
  perSecond: number = defaultPerSecond,
): (kind: Kind) => boolean {
  let counters: Counter<Kind>[] = [];

  function flush(): void {
    flushAtExit.delete(flush);
    if (flushAtExit.size === 0) process.off("exit", flushAll);
    const finished = counters;
    counters = [];
    for (const { kind, count } of finished) {
      if (count > perSecond) onSuppressed(kind, count - perSecond);
    }
  }

  function counterOf(kind: Kind): Counter<Kind> {
    // A few kinds are compared in less time than it takes to hash a text that names one.
    const known =
      counters.find(
        ({ kind: other }) => other && members.every((one) => other[one] === kind[one]),
      ) ?? counters[maximumKinds];
    if (known) return known;
    // A timer without a reference never keeps the process alive.
    if (counters.length === 0) {
      backgroundTimer(flush, windowMilliseconds);
      if (flushAtExit.size === 0) process.on("exit", flushAll);
      flushAtExit.add(flush);
    }
    const isFull = counters.length === maximumKinds;
    const counter = { kind: isFull ? undefined : kind, count: 0 };
    counters.push(counter);
    return counter;
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
