import { z } from "zod";

/** The body that a client must send: a title and some content, neither of them empty. */
export const article = z.object({
  title: z.string().min(1),
  content: z.string().min(1),
});
