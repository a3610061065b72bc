const windowMilliseconds = 1000;
const maximumPerWindow = 10;
const maximumKinds = 200;

/** What makes two failures alike. */
export interface FailureKey {
  readonly status: number;
  readonly code: string;
  readonly method: string;
  readonly route?: string;
}

/**
 * Makes the question whether one more of a kind may pass: ten in a second, which begins with the first. What did not
 * pass is counted, and told when the second is over. Kinds beyond the 200th of a second count as one, of which
 * nothing is told but the number, so that memory is bounded.
 */
export function rateLimit(
  tell: (kind: FailureKey | undefined, count: number) => void,
): (kind: FailureKey) => boolean {
  let counters: Counter[] = [];
  // Found by two texts that are at hand: to make one text of them would cost more than to find it.
  const byRoute = new Map<string, Map<string, Counter[]>>();
  let others: Counter = { kind: undefined, count: 0 };

  function flush(): void {
    const finished = [...counters, others];
    counters = [];
    byRoute.clear();
    others = { kind: undefined, count: 0 };
    for (const { kind, count } of finished) {
      if (count > maximumPerWindow) tell(kind, count - maximumPerWindow);
    }
  }

  function begin(kind: FailureKey): Counter {
    // Unreferenced, it never keeps the process alive.
    if (counters.length === 0) setTimeout(flush, windowMilliseconds).unref();
    if (counters.length === maximumKinds) return others;
    const counter = { kind, count: 0 };
    counters.push(counter);
    const byCode = childOf(byRoute, kind.route ?? "", () => new Map<string, Counter[]>());
    childOf(byCode, kind.code, () => []).push(counter);
    return counter;
  }

  return function admits(kind) {
    const alike = byRoute.get(kind.route ?? "")?.get(kind.code);
    const counter = (alike && same(alike, kind)) ?? begin(kind);
    counter.count += 1;
    return counter.count <= maximumPerWindow;
  };
}

interface Counter {
  readonly kind: FailureKey | undefined;
  count: number;
}

function same(counters: readonly Counter[], { status, method }: FailureKey): Counter | undefined {
  for (const counter of counters) {
    if (counter.kind?.method === method && counter.kind.status === status) return counter;
  }
  return undefined;
}

function childOf<Child>(children: Map<string, Child>, name: string, make: () => Child): Child {
  const child = children.get(name) ?? make();
  children.set(name, child);
  return child;
}
