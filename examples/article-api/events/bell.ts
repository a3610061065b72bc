/** Wakes those who wait for something new. It says nothing about what is new, so a ring that is lost costs time only. */
export interface Bell {
  /** Wakes everybody who waits. */
  ring(): void;
  /** Returns a number that is another one after each ring. */
  rings(): number;
  /** Resolves at the next ring after `seen` rings, after some milliseconds, or when the signal aborts. */
  wait(seen: number, milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Creates a bell of this process. */
export function createBell(): Bell {
  const waiting = new Set<() => void>();
  let rings = 0;

  return {
    ring() {
      rings += 1;
      for (const resume of waiting) resume();
    },
    rings: () => rings,
    wait: (seen, milliseconds, signal) =>
      new Promise((resolve) => {
        if (seen !== rings || signal.aborted) return resolve();
        const timer = setTimeout(resume, milliseconds);
        waiting.add(resume);
        signal.addEventListener("abort", resume);

        function resume() {
          clearTimeout(timer);
          waiting.delete(resume);
          signal.removeEventListener("abort", resume);
          resolve();
        }
      }),
  };
}
