const windowMilliseconds = 1000;
const maximumPerWindow = 10;
const maximumKinds = 200;

/**
 * Makes the question whether one more of a kind may pass: ten in a second. What did not pass is counted, and told
 * when the second is over. Kinds beyond the 200th of a second count as one, so that memory is bounded.
 */
export function rateLimit(tell: (kind: string, count: number) => void): (kind: string) => boolean {
  const counts = new Map<string, { count: number }>();
  let begun = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const finished = [...counts];
    counts.clear();
    for (const [kind, { count }] of finished) {
      if (count > maximumPerWindow) tell(kind, count - maximumPerWindow);
    }
  }

  return function admits(kind) {
    const now = performance.now();
    if (now - begun >= windowMilliseconds) {
      flush();
      begun = now;
    }
    const counted = counts.get(kind) ?? begin(counts, kind);
    counted.count += 1;
    if (counted.count <= maximumPerWindow) return true;
    // The last count of a flood would wait for the next failure; unreferenced, it never keeps the process alive.
    timer ??= setTimeout(flush, windowMilliseconds).unref();
    return false;
  };
}

function begin(counts: Map<string, { count: number }>, kind: string): { count: number } {
  const key = counts.size < maximumKinds ? kind : "others";
  const begun = counts.get(key) ?? { count: 0 };
  counts.set(key, begun);
  return begun;
}
