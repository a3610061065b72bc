/** Something that works the outbox off. */
export interface Worker {
  /** Says that there may be something to do. */
  wake(): void;
  /** Resolves when the attempts in progress have ended. */
  close(): Promise<void>;
}

/** Calls `work` when it is woken and each second, one call after the other. A failure of the database passes by itself. */
export function createLoop(work: () => Promise<void>): Worker {
  let isWoken = false;
  const closing = new AbortController();
  let running: Promise<void> | undefined;

  async function run() {
    while (isWoken && !closing.signal.aborted) {
      isWoken = false;
      // Requests meet the same failure, and are reported. This work is only late.
      await work().catch(() => {});
    }
    running = undefined;
  }

  function wake() {
    isWoken = true;
    running ??= run();
  }

  const timer = setInterval(wake, 1_000).unref();
  return {
    wake,
    async close() {
      closing.abort();
      clearInterval(timer);
      await running;
    },
  };
}
