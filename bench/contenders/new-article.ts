import { z } from "zod";

/** The schema of a request body, for the contenders that check with zod. */
export const NewArticle = z.object({
  title: z.string().min(1),
  content: z.string().min(1),
  tags: z.array(z.string().min(1)),
});
