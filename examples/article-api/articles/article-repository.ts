import { z } from "zod";
import type { Database, Queryable } from "../database/database.ts";
import type { Change, Follower } from "./change.ts";
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
  create(input: ArticleInput, author: string, idempotencyKey?: string): Promise<StoredArticle>;
  /** Replaces an article, and resolves to undefined if the client may change none of this id. */
  update(id: string, input: ArticleInput, allowed: Allowed): Promise<StoredArticle | undefined>;
  /** Deletes an article, and resolves to false if the client may delete none of this id. */
  remove(id: string, allowed: Allowed): Promise<boolean>;
}

/** The articles that a client may change: those of an author, in these versions. */
export interface Allowed {
  readonly author: string;
  readonly versions: ExpectedVersions;
}

const listed = `id, slug, title, tags, author, created_at AS "createdAt", updated_at AS "updatedAt", version`;
const columns = `${listed}, content`;
const microseconds = "(extract(epoch FROM created_at) * 1000000)::bigint::text AS microseconds";
const isAllowed = "author = $2 AND ($3::int[] IS NULL OR version = ANY ($3))";

/** Creates a repository that stores articles in PostgreSQL or PGlite, with the same SQL. Followers get each change. */
export function articleRepository(
  database: Database,
  followers: readonly Follower[] = [],
): ArticleRepository {
  /** Runs a change and what follows it in one transaction: both are stored, or neither. */
  async function follow(
    transaction: Queryable,
    type: Change["type"],
    article: StoredArticle | undefined,
  ) {
    if (!article) return;
    const { id, title, author } = article;
    const change = { type, article: { id, title, author } };
    for (const follower of followers) await follower.record(transaction, change);
  }

  async function write<Result>(work: (transaction: Queryable) => Promise<Result>) {
    const result = await database.transaction(work);
    for (const follower of followers) follower.committed();
    return result;
  }

  async function insert(transaction: Queryable, author: string, input: ArticleInput) {
    const { title, content, tags } = input;
    const article = await one(
      transaction,
      `INSERT INTO articles (slug, title, content, tags, author) VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`,
      [toSlug(title), title, content, tags, author],
    );
    if (!article) throw new Error("INSERT … RETURNING returned no row.");
    await follow(transaction, "created", article);
    return article;
  }

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

    async create(input, author, key) {
      const work = (transaction: Queryable) => insert(transaction, author, input);
      if (key === undefined) return write(work);
      const request = { author, key, content: input };
      const result = await write((transaction) => runOnce(transaction, request, work));
      return StoredArticleFromJson.parse(JSON.parse(result));
    },

    update: (id, { title, content, tags }, { author, versions }) =>
      write(async (transaction) => {
        const article = await one(
          transaction,
          `UPDATE articles
           SET slug = $4, title = $5, content = $6, tags = $7, updated_at = now(), version = version + 1
           WHERE id = $1 AND ${isAllowed} RETURNING ${columns}`,
          [id, author, toArray(versions), toSlug(title), title, content, tags],
        );
        await follow(transaction, "updated", article);
        return article;
      }),

    remove: (id, { author, versions }) =>
      write(async (transaction) => {
        const article = await one(
          transaction,
          `DELETE FROM articles WHERE id = $1 AND ${isAllowed} RETURNING ${columns}`,
          [id, author, toArray(versions)],
        );
        await follow(transaction, "deleted", article);
        return article !== undefined;
      }),
  };
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

/** Parses a stored article that has been JSON in between. */
export const StoredArticleFromJson = ArticleSchema.extend({
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  version: z.int(),
});
