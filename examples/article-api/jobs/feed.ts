import type { Database, Queryable } from "../database/database.ts";

/** Renders the newest articles as an Atom feed (RFC 4287). Two that render at once leave the newer one. */
export async function renderFeed(database: Database) {
  await database.transaction(async (transaction) => {
    await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('feed', 0))", []);
    const { rows } = await transaction.query(
      `SELECT id, title, author, updated_at AS "updatedAt" FROM articles ORDER BY created_at DESC, id DESC LIMIT 20`,
      [],
    );
    // The statement selects these columns.
    const content = toAtom(rows as Entry[]);
    await transaction.query(
      `INSERT INTO feeds (name, content) VALUES ('articles', $1)
       ON CONFLICT (name) DO UPDATE SET content = $1, renderings = feeds.renderings + 1`,
      [content],
    );
  });
}

/** Returns the feed, unless none was rendered yet. */
export async function readFeed(database: Queryable) {
  const { rows } = await database.query("SELECT content FROM feeds WHERE name = 'articles'", []);
  // The column is a NOT NULL text.
  const [feed] = rows as { content: string }[];
  return feed?.content;
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly updatedAt: Date;
}

function toAtom(entries: readonly Entry[]) {
  const updated = entries.map(({ updatedAt }) => updatedAt.toISOString()).toSorted();
  const items = entries.map(
    ({ id, title, author, updatedAt }) => `  <entry>
    <id>urn:uuid:${id}</id>
    <title>${escapeXml(title)}</title>
    <author><name>${escapeXml(author)}</name></author>
    <updated>${updatedAt.toISOString()}</updated>
    <link href="/articles/${id}"/>
  </entry>
`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>urn:example:articles</id>
  <title>Articles</title>
  <updated>${updated.at(-1) ?? "1970-01-01T00:00:00.000Z"}</updated>
${items.join("")}</feed>
`;
}

/** Escapes a text, and leaves out the control characters that XML does not have. */
function escapeXml(text: string) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
}
