import { z } from "zod";

/** The members of an article that this client reads. */
export const Article = z.object({
  id: z.string(),
  title: z.string(),
  content: z.string(),
  tags: z.array(z.string()),
});

/** A part of the list. */
export const ArticleList = z.object({
  items: z.array(Article.pick({ id: true, title: true })),
  nextCursor: z.string().optional(),
});
