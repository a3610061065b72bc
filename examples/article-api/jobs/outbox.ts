import type { Database, Queryable } from "../database/database.ts";
import type { Job, JobStatus } from "./job.ts";

/** A job that is not stored yet. */
export type NewJob = Omit<Job, "id" | "attempts" | "dueAt"> & {
  /** The milliseconds before it may begin. */
  readonly delay: number;
};

/** An interval after which a job is handed out again, if it is still waiting: who had it has died. */
const lease = "interval '30 seconds'";

/** Stores a job in the transaction of the change that it follows. */
export async function enqueue(transaction: Queryable, job: NewJob) {
  const { name, data, author, requestId, traceId, delay } = job;
  await transaction.query(
    `INSERT INTO jobs (name, data, author, request_id, trace_id, due_at)
     VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 millisecond')`,
    [name, JSON.stringify(data), author, requestId, traceId, delay],
  );
}

/** The jobs as the workers use them. */
export interface Outbox {
  /** Returns jobs that nobody has, and keeps them from others for a while: those that are due, or all, for a queue that delays them itself. */
  take(which: "due" | "all"): Promise<Job[]>;
  /** Takes jobs back that could not be handed out. */
  giveBack(ids: readonly string[]): Promise<void>;
  /** Begins an attempt. Resolves to undefined if the job is done or dead: then there is nothing to do. */
  begin(id: string): Promise<Job | undefined>;
  finish(id: string): Promise<void>;
  /** Ends an attempt that failed: the job waits some milliseconds for the next one, or is dead. */
  fail(id: string, problem: object, wait: number | undefined): Promise<void>;
  list(author: string, state: JobStatus["state"] | undefined): Promise<JobStatus[]>;
  /** Lets a dead job begin again. */
  revive(id: string, author: string): Promise<"revived" | "not dead" | "missing">;
}

const columns = `id, name, data, author, request_id AS "requestId", trace_id AS "traceId", attempts, due_at AS "dueAt"`;

/** Creates the outbox of a database. */
export function createOutbox(database: Database): Outbox {
  async function jobs(sql: string, values: unknown[]) {
    const { rows } = await database.query(sql, values);
    // Each statement below returns these columns.
    return rows as Job[];
  }

  return {
    take: (which) =>
      jobs(
        `UPDATE jobs SET leased_until = greatest(due_at, now()) + ${lease} WHERE id IN (
           SELECT id FROM jobs WHERE state = 'waiting' AND leased_until <= now() AND ($1 OR due_at <= now())
           ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED
         ) RETURNING ${columns}`,
        [which === "all"],
      ),

    async giveBack(ids) {
      await database.query("UPDATE jobs SET leased_until = now() WHERE id = ANY ($1::uuid[])", [
        ids,
      ]);
    },

    async begin(id) {
      const [job] = await jobs(
        `UPDATE jobs SET attempts = attempts + 1, leased_until = now() + ${lease}
         WHERE id = $1 AND state = 'waiting' RETURNING ${columns}`,
        [id],
      );
      return job;
    },

    async finish(id) {
      await database.query(
        "UPDATE jobs SET state = 'done', problem = NULL WHERE id = $1 AND state = 'waiting'",
        [id],
      );
      await database.query(deleteSomeDone, []);
    },

    async fail(id, problem, wait) {
      await database.query(
        `UPDATE jobs SET problem = $2, state = CASE WHEN $3::int IS NULL THEN 'dead' ELSE 'waiting' END,
           due_at = now() + coalesce($3::int, 0) * interval '1 millisecond', leased_until = now()
         WHERE id = $1 AND state = 'waiting'`,
        [id, JSON.stringify(problem), wait ?? null],
      );
    },

    async list(author, state) {
      const { rows } = await database.query(
        `SELECT id, name, state, data->>'title' AS title, attempts, due_at AS "dueAt", problem, created_at AS "createdAt"
         FROM jobs WHERE author = $1 AND ($2::text IS NULL OR state = $2) ORDER BY created_at DESC, id LIMIT 100`,
        [author, state ?? null],
      );
      // The statement selects these columns.
      return rows as JobStatus[];
    },

    async revive(id, author) {
      const { rows } = await database.query(
        `UPDATE jobs SET state = 'waiting', attempts = 0, due_at = now(), leased_until = now()
         WHERE id = $1 AND author = $2 AND state = 'dead' RETURNING id`,
        [id, author],
      );
      if (rows.length > 0) return "revived";
      const found = await database.query("SELECT 1 FROM jobs WHERE id = $1 AND author = $2", [
        id,
        author,
      ]);
      return found.rows.length > 0 ? "not dead" : "missing";
    },
  };
}

// Some at a time, like those of the idempotency keys.
const deleteSomeDone = `DELETE FROM jobs WHERE id IN (
  SELECT id FROM jobs WHERE state = 'done' AND created_at < now() - interval '7 days' LIMIT 100 FOR UPDATE SKIP LOCKED
)`;
