import type { z } from "zod";
import type { Database } from "../database/database.ts";
import type { Article as ArticleSchema, ArticleInput, Page } from "./schemas.ts";
import { toSlug } from "./slug.ts";

type Article = z.infer<typeof ArticleSchema>;

/** The stored articles, as the routes use them. */
export interface ArticleRepository {
  list(page: Page): Promise<{ items: Article[]; total: number }>;
  find(id: string): Promise<Article | undefined>;
  create(input: ArticleInput): Promise<Article>;
  update(id: string, input: ArticleInput): Promise<Article | undefined>;
  /** Deletes an article and resolves to true, or to false if it does not exist. */
  remove(id: string): Promise<boolean>;
}

const columns = `id, slug, title, content, tags, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Creates a repository that stores articles in PostgreSQL or PGlite, with the same SQL. */
export function articleRepository(database: Database): ArticleRepository {
  async function articles(sql: string, values: unknown[]): Promise<Article[]> {
    const { rows } = await database.query(sql, values);
    // Every statement that is passed to this function selects or returns exactly `columns`.
    return rows as Article[];
  }

  return {
    async list({ page, limit }) {
      const [items, count] = await Promise.all([
        articles(
          `SELECT ${columns} FROM articles ORDER BY created_at DESC, id LIMIT $1 OFFSET $2`,
          [limit, (page - 1) * limit],
        ),
        database.query("SELECT count(*)::int AS total FROM articles", []),
      ]);
      // A count without GROUP BY always returns one row.
      const [{ total }] = count.rows as [{ total: number }];
      return { items, total };
    },

    async find(id) {
      const [article] = await articles(`SELECT ${columns} FROM articles WHERE id = $1`, [id]);
      return article;
    },

    async create({ title, content, tags }) {
      const [article] = await articles(
        `INSERT INTO articles (slug, title, content, tags) VALUES ($1, $2, $3, $4) RETURNING ${columns}`,
        [toSlug(title), title, content, tags],
      );
      if (!article) throw new Error("INSERT … RETURNING returned no row.");
      return article;
    },

    async update(id, { title, content, tags }) {
      const [article] = await articles(
        `UPDATE articles SET slug = $2, title = $3, content = $4, tags = $5, updated_at = now()
         WHERE id = $1 RETURNING ${columns}`,
        [id, toSlug(title), title, content, tags],
      );
      return article;
    },

    async remove(id) {
      const { rows } = await database.query("DELETE FROM articles WHERE id = $1 RETURNING id", [
        id,
      ]);
      return rows.length > 0;
    },
  };
}
