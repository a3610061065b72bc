import { randomBytes } from "node:crypto";
import { currentRequest } from "express-backstop";
import type { Follower } from "../articles/change.ts";
import { enqueue } from "./outbox.ts";

/** The options of `followWithJobs`. */
export interface FollowOptions {
  /** The addresses of those who want to hear about new articles. */
  readonly subscribers: readonly string[];
  /** The milliseconds in which an author may still delete the article, before anybody is told. Default: 2,000. */
  readonly delay?: number;
  /** Wakes the workers. */
  readonly wake: () => void;
}

/** Creates a follower that enqueues what has to be done after a change: nobody waits for it, and none of it is lost. */
export function followWithJobs({ subscribers, delay = 2_000, wake }: FollowOptions): Follower {
  return {
    async record(transaction, { type, article }) {
      const request = currentRequest();
      const origin = {
        author: article.author,
        requestId: request?.requestId ?? "",
        // A request without a trace begins one here.
        traceId: request?.traceId ?? randomBytes(16).toString("hex"),
      };
      const data = { articleId: article.id, title: article.title };
      await enqueue(transaction, { ...origin, name: "render-feed", data, delay: 0 });
      if (type !== "created") return;
      // A job for each, because the failure of one must not tell the others twice.
      for (const url of subscribers) {
        await enqueue(transaction, {
          ...origin,
          name: "notify-subscriber",
          data: { ...data, url },
          delay,
        });
      }
    },
    committed: wake,
  };
}
