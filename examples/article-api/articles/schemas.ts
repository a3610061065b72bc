import { z } from "zod";

/** The body of a request that creates or replaces an article. */
export const ArticleBody = z.object({
  title: z.string().trim().min(1).max(200),
  content: z.string().min(1).max(100_000),
  tags: z.array(z.string().min(1).max(40)).max(20).default([]),
});

/** The writable part of an article, as `ArticleBody` parses it. */
export type ArticleInput = z.infer<typeof ArticleBody>;

/** An article as it is stored and as clients see it. */
export const Article = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    content: z.string(),
    tags: z.array(z.string()),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Article" });

/** The id in the path of an article. */
export const ArticleId = z.object({ id: z.uuid() });

/** The page of the list that a client asks for: `?page=1&limit=20`. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** A page number and a page size, as `PageQuery` parses them. */
export type Page = z.infer<typeof PageQuery>;

/** One page of the list. */
export const ArticlePage = z.object({
  items: z.array(Article),
  page: z.int(),
  limit: z.int(),
  total: z.int(),
});

/** The response of `GET /health`. */
export const Health = z.object({ status: z.literal("ok") });
