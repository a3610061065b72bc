import { backgroundTimer } from "../express/background-timer.ts";

const windowMilliseconds = 1000;
const defaultPerSecond = 5;
const maximumKinds = 200;

interface Counter<Kind> {
  /** Undefined for all kinds beyond the 200th together. */
  readonly kind: Kind | undefined;
  count: number;
}

/** The counters by the value of one member, and below it by that of the next. */
interface Level<Kind> {
  readonly below: Map<unknown, Level<Kind>>;
  counter?: Counter<Kind>;
}

/**
 * Creates the function that lets some failures of a kind pass in a second, counted from the first failure. At most 200
 * kinds are told apart in a second, so memory is bounded; all others count as one kind.
 *
 * @param members The members that two failures of the same kind agree in.
 * @param onSuppressed Called when the second is over or the process exits, for each kind of which more came.
 * @param perSecond How many of a kind pass. Default: 5.
 */
export function rateLimit<Kind>(
  members: readonly (keyof Kind)[],
  onSuppressed: (kind: Kind | undefined, count: number) => void,
  perSecond: number = defaultPerSecond,
): (kind: Kind) => boolean {
  let counters: Counter<Kind>[] = [];
  let top: Level<Kind> = { below: new Map() };
  let others: Counter<Kind> | undefined;

  function flush(): void {
    flushAtExit.delete(flush);
    if (flushAtExit.size === 0) process.off("exit", flushAll);
    const finished = counters;
    counters = [];
    top = { below: new Map() };
    others = undefined;
    for (const { kind, count } of finished) {
      if (count > perSecond) onSuppressed(kind, count - perSecond);
    }
  }

  // Level by level, because a text made of all members would have to be hashed for each failure.
  function known(kind: Kind): Counter<Kind> | undefined {
    let level: Level<Kind> | undefined = top;
    for (const member of members) level = level?.below.get(kind[member]);
    return level?.counter;
  }

  function add(kind: Kind | undefined): Counter<Kind> {
    // A timer without a reference never keeps the process alive.
    if (counters.length === 0) {
      backgroundTimer(flush, windowMilliseconds);
      if (flushAtExit.size === 0) process.on("exit", flushAll);
      flushAtExit.add(flush);
    }
    const counter = { kind, count: 0 };
    counters.push(counter);
    return counter;
  }

  function remember(kind: Kind): Counter<Kind> {
    let level = top;
    for (const member of members) {
      const below = level.below.get(kind[member]) ?? { below: new Map<unknown, Level<Kind>>() };
      level.below.set(kind[member], below);
      level = below;
    }
    return (level.counter = add(kind));
  }

  return function admits(kind) {
    const isFull = counters.length >= maximumKinds;
    const counter = known(kind) ?? (isFull ? (others ??= add(undefined)) : remember(kind));
    counter.count += 1;
    return counter.count <= perSecond;
  };
}

/** The functions that print the open counts when the process exits. One listener for all, since Node warns of more than ten. */
const flushAtExit = new Set<() => void>();

function flushAll(): void {
  for (const flush of flushAtExit) flush();
}
