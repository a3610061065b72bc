import { randomBytes } from "node:crypto";
import { isRetryable, type ReadProblem, retryAfter, safe } from "express-backstop/client";
import { errors } from "../errors.ts";
import { backoff, type Job, maximumAttempts, type Outcome } from "./job.ts";
import type { Outbox } from "./outbox.ts";

/** Begins an attempt of a job, and resolves to its outcome; undefined if there was nothing to do. */
export type Attempt = (id: string) => Promise<Outcome | undefined>;

/** The options of `createAttempt`. */
export interface AttemptOptions {
  readonly outbox: Outbox;
  /** The address of the app that does the jobs. */
  readonly url: string;
  readonly secret: string;
}

/** Creates a function that sends a job to the app which does it, and stores the outcome. It rejects if the database fails. */
export function createAttempt({ outbox, url, secret }: AttemptOptions): Attempt {
  return async (id) => {
    const job = await outbox.begin(id);
    if (!job) return undefined;
    const outcome = await send(job, url, secret);
    if (outcome.ok) await outbox.finish(id);
    else await outbox.fail(id, outcome.problem, outcome.retry ? outcome.wait : undefined);
    return outcome;
  };
}

async function send(job: Job, url: string, secret: string): Promise<Outcome> {
  const { id, name, data, attempts, requestId, traceId } = job;
  if (attempts > maximumAttempts) return died(job);
  const request = () =>
    fetch(`${url}/${name}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${secret}`,
        "x-request-id": `job_${id}_${attempts}`,
        // The trace of the request that enqueued the job: https://www.w3.org/TR/trace-context/#traceparent-header
        traceparent: `00-${traceId}-${randomBytes(8).toString("hex")}-01`,
      },
      body: JSON.stringify({ id, attempts, requestId, data }),
      // Longer than the deadline of the app.
      signal: AbortSignal.timeout(15_000),
    });
  const result = await safe(request, errors);
  if (result.ok) return { ok: true };
  const { problem, response } = result;
  return {
    ok: false,
    problem: toStored(problem),
    retry: isRetryable(problem, errors) && attempts < maximumAttempts,
    wait: backoff(attempts, response && retryAfter(response)),
  };
}

/** A job that ended its worker each time is not begun again, or it would end one after the other. */
function died({ traceId }: Job): Outcome {
  const { code, status, title } = errors.job_abandoned;
  return { ok: false, problem: { status, code, title, traceId }, retry: false, wait: 0 };
}

/** Returns the members of a problem that help people who look at a dead job. */
function toStored(problem: ReadProblem<typeof errors>) {
  const { status, code, requestId } = problem;
  if (!problem.known) return { status, code, requestId, title: problem.reason };
  const { title, detail, traceId } = problem;
  return { status, code, requestId, title, detail, traceId };
}
