import { setTimeout as sleep } from "node:timers/promises";
import { Queue, UnrecoverableError, Worker as BullWorker } from "bullmq";
import type { Attempt } from "./attempt.ts";
import type { Outbox } from "./outbox.ts";
import { createLoop, type Worker } from "./worker.ts";

/** An error that makes BullMQ try the job again after some milliseconds. */
class TryAgain extends Error {
  readonly wait: number;

  constructor(wait: number) {
    super("The attempt failed, and may succeed later.");
    this.wait = wait;
  }
}

/**
 * Passes the outbox to a queue of BullMQ, whose workers share the jobs of all instances. The outbox keeps each job until it
 * is done: if Redis loses it, or a worker dies with it, it is handed out again.
 */
export function bullmqWorker(
  redisUrl: string,
  outbox: Outbox,
  attempt: Attempt,
  queueName = "articles",
): Worker {
  const connection = { url: redisUrl, connectTimeout: 1_000, retryStrategy: () => 1_000 };
  const queue = new Queue(queueName, {
    connection: { ...connection, maxRetriesPerRequest: 0, commandTimeout: 2_000 },
    defaultJobOptions: {
      // The outbox decides how often, and keeps what has failed.
      attempts: 1_000,
      backoff: { type: "custom" },
      removeOnComplete: true,
      removeOnFail: true,
    },
  });
  const worker = new BullWorker(
    queueName,
    async ({ id = "" }) => {
      const outcome = await attempt(id);
      if (!outcome || outcome.ok) return;
      throw outcome.retry ? new TryAgain(outcome.wait) : new UnrecoverableError("dead");
    },
    {
      connection: { ...connection, maxRetriesPerRequest: null },
      concurrency: 5,
      // A worker that dies holds its jobs so long.
      lockDuration: 10_000,
      stalledInterval: 10_000,
      maxStalledCount: 1_000,
      settings: {
        // The database failed if it is another error.
        backoffStrategy: (_attempts, _type, error) =>
          error instanceof TryAgain ? error.wait : 1_000,
      },
    },
  );
  // Both connect again by themselves.
  queue.on("error", () => {});
  worker.on("error", () => {});

  const loop = createLoop(async () => {
    const jobs = await outbox.take("all");
    if (jobs.length === 0) return;
    const added = queue.addBulk(
      jobs.map(({ id, name, dueAt }) => ({
        name,
        data: {},
        // A job that the queue still has is not added twice.
        opts: { jobId: id, delay: Math.max(0, dueAt.getTime() - Date.now()) },
      })),
    );
    if (await isDone(added, patience)) loop.wake();
    else await outbox.giveBack(jobs.map(({ id }) => id));
  });
  return {
    wake: () => loop.wake(),
    async close() {
      await loop.close();
      // Without Redis, BullMQ would wait for it.
      await isDone(worker.close(), patience);
      await isDone(queue.close(), patience);
    },
  };
}

const patience = 3_000;

/** Resolves to whether something has succeeded within some milliseconds. */
async function isDone(work: Promise<unknown>, milliseconds: number) {
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, sleep(milliseconds, false, { ref: false })]);
}
