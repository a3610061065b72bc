import type { Change } from "../articles/change.ts";
import type { Queryable } from "../database/database.ts";

/** A change of an article, as the readers of events get it. */
export interface ArticleEvent extends Change {
  /** A number as text, larger than that of every event that was committed before. */
  readonly id: string;
}

/** The ids of the oldest and of the newest event that is stored; "0" if there is none. */
export interface Bounds {
  readonly oldest: string;
  readonly newest: string;
}

/** Stores the event of a change, in the transaction of the change. */
export async function appendEvent(transaction: Queryable, { type, article }: Change) {
  // One after the other until the commit: a reader must not meet event 7 first and never see event 6.
  await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('events', 0))", []);
  await transaction.query("INSERT INTO events (type, article) VALUES ($1, $2)", [
    type,
    JSON.stringify(article),
  ]);
  await transaction.query(deleteSomeExpired, []);
}

/** Returns the events after one, oldest first. */
export async function readEvents(database: Queryable, after: string, limit: number) {
  const { rows } = await database.query(
    "SELECT id::text, type, article FROM events WHERE events.id > $1::bigint ORDER BY events.id LIMIT $2",
    [after, limit],
  );
  // The statement selects these columns.
  return rows as ArticleEvent[];
}

/** Returns the bounds of what is stored. */
export async function readBounds(database: Queryable) {
  const { rows } = await database.query(
    "SELECT coalesce(min(id), 0)::text AS oldest, coalesce(max(id), 0)::text AS newest FROM events",
    [],
  );
  // An aggregate without GROUP BY returns one row.
  const [bounds] = rows as [Bounds];
  return bounds;
}

// Looks at the oldest ones only, so that a long log costs a writer nothing. The newest event stays, so that a reader can
// tell where the log is.
const deleteSomeExpired = `DELETE FROM events WHERE id < (SELECT max(id) FROM events) AND id IN (
  SELECT id FROM (SELECT id, created_at FROM events ORDER BY id LIMIT 100) AS oldest
  WHERE created_at < now() - interval '24 hours'
)`;
