import { z } from "zod";

const text: z.ZodString = z.string().min(1);

/** What a client must post: a title and some content, neither of them empty. */
export const article: z.ZodObject<{ title: z.ZodString; content: z.ZodString }> = z.object({
  title: text,
  content: text,
});
