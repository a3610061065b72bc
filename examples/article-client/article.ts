import { z } from "zod";

/** An article, as far as this client reads it. */
export const Article: z.ZodObject<{
  id: z.ZodString;
  title: z.ZodString;
  content: z.ZodString;
  tags: z.ZodArray<z.ZodString>;
}> = z.object({
  id: z.string(),
  title: z.string(),
  content: z.string(),
  tags: z.array(z.string()),
});

/** A page of the list. */
export const ArticleList: z.ZodObject<{
  items: z.ZodArray<typeof Article>;
  total: z.ZodNumber;
}> = z.object({ items: z.array(Article), total: z.number() });
