import { z } from "zod";
import { Cursor } from "./cursor.ts";

/** The body of a request that creates or replaces an article. */
export const ArticleBody = z.object({
  title: z.string().trim().min(1).max(200),
  content: z.string().min(1).max(100_000),
  tags: z.array(z.string().min(1).max(40)).max(20).default([]),
});

/** The bytes that the largest valid article can take in JSON, where one character has up to six: `\u00e9`. */
export const maximumBodyBytes = 6 * (200 + 100_000 + 20 * 40) + 1_000;

/** The writable part of an article, as `ArticleBody` parses it. */
export type ArticleInput = z.infer<typeof ArticleBody>;

/** An article as clients see it. */
export const Article = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    content: z.string(),
    tags: z.array(z.string()),
    author: z.string(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Article" });

/** An article in the list: without its content, so that a page of the list is never large. */
export const ListedArticle = Article.omit({ content: true }).meta({ id: "ListedArticle" });

/** The id in the path of an article. */
export const ArticleId = z.object({ id: z.uuid() });

/** The part of the list that a client asks for: `?limit=20&cursor=…`. */
export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: Cursor.optional(),
});

/** A part of the list. */
export const ArticleList = z.object({
  items: z.array(ListedArticle),
  /** Absent from the last part. */
  nextCursor: z.string().optional(),
});

/**
 * A key that makes a POST repeatable: a text in quotes, as in
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header, or without them, as most clients send it.
 */
export const IdempotencyKey = z
  .string()
  .regex(/^("[\x20\x21\x23-\x5b\x5d-\x7e]{1,200}"|[\x21\x23-\x5b\x5d-\x7e]{1,200})$/)
  .transform((key) => key.replaceAll('"', ""));

/** The headers of a request that creates an article. */
export const CreateHeaders = z.object({ "idempotency-key": IdempotencyKey.optional() });

/** The response of `GET /health`. */
export const Health = z.object({ status: z.literal("ok") });
