import type { Attempt } from "./attempt.ts";
import type { Outbox } from "./outbox.ts";
import { createLoop, type Worker } from "./worker.ts";

/** Works the outbox off in this process, without a queue: what is due, some at a time. */
export function inProcessWorker(outbox: Outbox, attempt: Attempt): Worker {
  const loop = createLoop(async () => {
    const jobs = await outbox.take("due");
    await Promise.all(jobs.map(({ id }) => attempt(id)));
    if (jobs.length > 0) loop.wake();
  });
  return loop;
}
