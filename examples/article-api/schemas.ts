import { z } from "zod";

const tag: z.ZodString = z.string().min(1).max(40);

/** What a client sends to create or replace an article. */
export const ArticleBody: z.ZodObject<{
  title: z.ZodString;
  content: z.ZodString;
  tags: z.ZodDefault<z.ZodArray<z.ZodString>>;
}> = z.object({
  title: z.string().trim().min(1).max(200),
  content: z.string().min(1).max(100_000),
  tags: z.array(tag).max(20).default([]),
});

/** The writable part of an article, as `ArticleBody` parses it. */
export type ArticleInput = z.infer<typeof ArticleBody>;

/** An article as it is stored and as clients see it. */
export const Article: z.ZodObject<{
  id: z.ZodUUID;
  slug: z.ZodString;
  title: z.ZodString;
  content: z.ZodString;
  tags: z.ZodArray<z.ZodString>;
  createdAt: z.ZodDate;
  updatedAt: z.ZodDate;
}> = z
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
export const ArticleId: z.ZodObject<{ id: z.ZodUUID }> = z.object({ id: z.uuid() });

/** Which page of the list a client asks for: `?page=1&limit=20`. */
export const PageQuery: z.ZodObject<{
  page: z.ZodDefault<z.ZodCoercedNumber>;
  limit: z.ZodDefault<z.ZodCoercedNumber>;
}> = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** A page number and a page size, as `PageQuery` parses them. */
export type Page = z.infer<typeof PageQuery>;

/** A page of the list. */
export const ArticlePage: z.ZodObject<{
  items: z.ZodArray<typeof Article>;
  page: z.ZodInt;
  limit: z.ZodInt;
  total: z.ZodInt;
}> = z.object({ items: z.array(Article), page: z.int(), limit: z.int(), total: z.int() });

/** The answer of the probe. */
export const Health: z.ZodObject<{ status: z.ZodLiteral<"ok"> }> = z.object({
  status: z.literal("ok"),
});
