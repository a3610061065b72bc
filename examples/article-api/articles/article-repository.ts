import { z } from "zod";
import type { Database, Queryable } from "../database/database.ts";
import type { Position } from "./cursor.ts";
import { runOnce } from "./idempotency.ts";
import { Article as ArticleSchema, type ArticleInput } from "./schemas.ts";
import { toSlug } from "./slug.ts";
import type { ExpectedVersions } from "./versions.ts";

/** An article as it is stored. */
export interface StoredArticle extends z.infer<typeof ArticleSchema> {
  /** The number of times that the article was written. */
  readonly version: number;
}

/** A part of the list, newest first, and the position of its last article if there are more. */
export interface ListPart {
  readonly items: Omit<StoredArticle, "content">[];
  readonly next: Position | undefined;
}

/** The stored articles, as the routes use them. */
export interface ArticleRepository {
  list(part: { limit: number; after?: Position | undefined }): Promise<ListPart>;
  find(id: string): Promise<StoredArticle | undefined>;
  create(input: ArticleInput, idempotencyKey?: string): Promise<StoredArticle>;
  /** Replaces an article of one of these versions; undefined if there is none. */
  update(
    id: string,
    input: ArticleInput,
    versions: ExpectedVersions,
  ): Promise<StoredArticle | undefined>;
  /** Deletes an article of one of these versions, and resolves to false if there is none. */
  remove(id: string, versions: ExpectedVersions): Promise<boolean>;
}

const listed = `id, slug, title, tags, created_at AS "createdAt", updated_at AS "updatedAt", version`;
const columns = `${listed}, content`;
const microseconds = "(extract(epoch FROM created_at) * 1000000)::bigint::text AS microseconds";
const isExpected = "($2::int[] IS NULL OR version = ANY ($2))";

/** Creates a repository that stores articles in PostgreSQL or PGlite, with the same SQL. */
export function articleRepository(database: Database): ArticleRepository {
  return {
    async list({ limit, after }) {
      // One more than the limit shows that there are more.
      const { rows } = after
        ? await database.query(
            `SELECT ${listed}, ${microseconds} FROM articles
             WHERE (created_at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid)
             ORDER BY created_at DESC, id DESC LIMIT $1`,
            [limit + 1, after.microseconds, after.id],
          )
        : await database.query(
            `SELECT ${listed}, ${microseconds} FROM articles ORDER BY created_at DESC, id DESC LIMIT $1`,
            [limit + 1],
          );
      // Both statements select these columns.
      const items = (rows as (ListPart["items"][number] & Position)[]).slice(0, limit);
      return { items, next: rows.length > limit ? items.at(-1) : undefined };
    },

    find: (id) => one(database, `SELECT ${columns} FROM articles WHERE id = $1`, [id]),

    async create(input, key) {
      if (key === undefined) return insert(database, input);
      const request = { key, content: input };
      const result = await runOnce(database, request, (transaction) => insert(transaction, input));
      return FromJson.parse(JSON.parse(result));
    },

    update: (id, { title, content, tags }, versions) =>
      one(
        database,
        `UPDATE articles
         SET slug = $3, title = $4, content = $5, tags = $6, updated_at = now(), version = version + 1
         WHERE id = $1 AND ${isExpected} RETURNING ${columns}`,
        [id, toArray(versions), toSlug(title), title, content, tags],
      ),

    async remove(id, versions) {
      const { rows } = await database.query(
        `DELETE FROM articles WHERE id = $1 AND ${isExpected} RETURNING id`,
        [id, toArray(versions)],
      );
      return rows.length > 0;
    },
  };
}

async function insert(database: Queryable, { title, content, tags }: ArticleInput) {
  const article = await one(
    database,
    `INSERT INTO articles (slug, title, content, tags) VALUES ($1, $2, $3, $4) RETURNING ${columns}`,
    [toSlug(title), title, content, tags],
  );
  if (!article) throw new Error("INSERT … RETURNING returned no row.");
  return article;
}

async function one(database: Queryable, sql: string, values: unknown[]) {
  const { rows } = await database.query(sql, values);
  // Every statement that is passed to this function selects or returns exactly `columns`.
  const [article] = rows as StoredArticle[];
  return article;
}

function toArray(versions: ExpectedVersions) {
  return versions === "any" ? null : [...versions];
}

const FromJson = ArticleSchema.extend({
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  version: z.int(),
});
