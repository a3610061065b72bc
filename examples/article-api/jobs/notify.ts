import { readProblem, toHttpError } from "express-backstop/client";
import { errors } from "../errors.ts";

/** The part of an article that subscribers are told. */
export interface Notification {
  readonly articleId: string;
  readonly title: string;
  readonly url: string;
}

/**
 * Sends the news of an article to a subscriber. What a worker does before it dies is done again: the subscriber recognizes
 * it by the `Idempotency-Key`, which is that of the job.
 *
 * @throws `notification_refused` for a 4xx, which stays one if it is sent again; a 502 for any other failure
 */
export async function notifySubscriber(jobId: string, { articleId, title, url }: Notification) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `"${jobId}"` },
    body: JSON.stringify({ articleId, title }),
    // A subscriber that moves is one that fails: the address is for the operator to change.
    redirect: "manual",
    signal: AbortSignal.timeout(5_000),
  });
  const { status } = response;
  if (response.ok) return response.body?.cancel();
  const isRefused = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  throw isRefused
    ? errors.notification_refused({ context: { subscriber: { status } } })
    : toHttpError(await readProblem(response));
}
