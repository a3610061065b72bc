/** The kinds of work that follow an article. */
export const jobNames = ["notify-subscriber", "render-feed"] as const;

/** A piece of work that was stored together with the change that it follows. */
export interface Job {
  readonly id: string;
  readonly name: (typeof jobNames)[number];
  /** The input of its handler. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The user whose request enqueued it. */
  readonly author: string;
  /** The id and the trace id of that request. */
  readonly requestId: string;
  readonly traceId: string;
  /** How often it was begun, with the attempt that is in progress. */
  readonly attempts: number;
  readonly dueAt: Date;
}

/** A job as its author sees it, with the problem that its last attempt ended with. */
export interface JobStatus extends Pick<Job, "id" | "name" | "attempts" | "dueAt"> {
  readonly state: "waiting" | "done" | "dead";
  readonly title: string;
  readonly problem: unknown;
  readonly createdAt: Date;
}

/** The result of an attempt. */
export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly problem: object;
      readonly retry: boolean;
      readonly wait: number;
    };

/** The largest number of attempts. */
export const maximumAttempts = 5;

/** Returns the milliseconds before the next attempt: 1, 2, 4 and 8 seconds, or longer if the problem says so. */
export function backoff(attempts: number, retryAfter = 0) {
  return Math.max(1_000 * 2 ** (attempts - 1), retryAfter * 1_000);
}
