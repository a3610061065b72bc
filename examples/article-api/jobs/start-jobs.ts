import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Reporter } from "express-backstop";
import { articleRepository } from "../articles/article-repository.ts";
import type { Follower } from "../articles/change.ts";
import type { Database } from "../database/database.ts";
import { buildJobsApp } from "./app.ts";
import { createAttempt } from "./attempt.ts";
import { followWithJobs } from "./follow-articles.ts";
import { inProcessWorker } from "./in-process.ts";
import { createOutbox, type Outbox } from "./outbox.ts";

/** The options of `startJobs`. */
export interface JobsOptions {
  readonly database: Database;
  /** The addresses that are told of new articles. Default: none. */
  readonly subscribers?: readonly string[];
  /** The milliseconds before they are told. Default: 2,000. */
  readonly delay?: number;
  /** The Redis server with the queue. Default: none, and this process works the outbox off by itself. */
  readonly redisUrl?: string | undefined;
  /** Receives a record of each attempt that failed. Default: prints it to stderr. */
  readonly reporter?: Reporter | false;
}

/** The jobs of an instance. */
export interface Jobs extends Follower {
  readonly outbox: Outbox;
  /** Resolves when the attempts in progress have ended. */
  close(): Promise<void>;
}

/** Starts to do jobs. Their app listens on a port of this machine that the system chooses. */
export async function startJobs({
  database,
  subscribers = [],
  delay = 2_000,
  redisUrl,
  reporter,
}: JobsOptions): Promise<Jobs> {
  const secret = randomBytes(32).toString("hex");
  const articles = articleRepository(database);
  const server = createServer(buildJobsApp({ database, articles, secret, reporter }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // The address of a TCP server that listens has a port.
  const { port } = server.address() as { port: number };

  const outbox = createOutbox(database);
  const attempt = createAttempt({ outbox, url: `http://127.0.0.1:${port}`, secret });
  const worker =
    redisUrl === undefined
      ? inProcessWorker(outbox, attempt)
      : // BullMQ is not loaded where nobody needs it.
        (await import("./bullmq.ts")).bullmqWorker(redisUrl, outbox, attempt);

  return {
    ...followWithJobs({ subscribers, delay, wake: () => worker.wake() }),
    outbox,
    async close() {
      await worker.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
