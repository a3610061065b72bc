import { createHash } from "node:crypto";
import type { Queryable } from "../database/database.ts";
import { errors } from "../errors.ts";

/** A request that a client may send again, and always gets the same response to. */
export interface RepeatableRequest {
  /** The name of the sender. Others may use the same key. */
  readonly author: string;
  /** The `Idempotency-Key` of the client. */
  readonly key: string;
  /** The body and whatever else must be the same in each repetition. */
  readonly content: unknown;
}

/**
 * Runs `work` in a transaction, and stores what it returns as JSON. A repetition of the request within 24 hours gets the
 * stored JSON, and runs nothing. If `work` rejects, nothing is stored, and a repetition runs it again.
 *
 * @throws `idempotency_key_in_use` while another transaction has the key, `idempotency_key_reused` for another content
 */
export async function runOnce(
  transaction: Queryable,
  { author, key, content }: RepeatableRequest,
  work: (transaction: Queryable) => Promise<unknown>,
): Promise<string> {
  const fingerprint = createHash("sha256").update(JSON.stringify(content)).digest("hex");

  // Ends with the transaction, also if this process is killed: a key is never in use forever.
  const lock = await transaction.query(
    "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free",
    [JSON.stringify(["idempotency", author, key])],
  );
  // The query returns one row with this column.
  const [{ free }] = lock.rows as [{ free: boolean }];
  if (!free) throw errors.idempotency_key_in_use();

  await transaction.query(deleteSomeExpired, []);
  const stored = await transaction.query(
    `SELECT fingerprint, result FROM idempotency_keys WHERE author = $1 AND key = $2 AND ${valid}`,
    [author, key],
  );
  // The columns are NOT NULL texts.
  const [first] = stored.rows as { fingerprint: string; result: string }[];
  if (first && first.fingerprint !== fingerprint) throw errors.idempotency_key_reused();
  if (first) return first.result;

  const result = JSON.stringify(await work(transaction));
  await transaction.query(
    `INSERT INTO idempotency_keys (author, key, fingerprint, result) VALUES ($1, $2, $3, $4)
     ON CONFLICT (author, key) DO UPDATE SET fingerprint = $3, result = $4, created_at = now()`,
    [author, key, fingerprint, result],
  );
  return result;
}

const valid = "created_at > now() - interval '24 hours'";

// Some at a time, and none that another transaction is deleting, so that no request waits for it.
const deleteSomeExpired = `DELETE FROM idempotency_keys WHERE (author, key) IN (
  SELECT author, key FROM idempotency_keys WHERE NOT (${valid}) ORDER BY created_at LIMIT 100 FOR UPDATE SKIP LOCKED
)`;
