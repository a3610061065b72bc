import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { z } from "zod";

/** The catalog that the server and the pages under test share. */
export const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
      detail: ({ articleId }) => `There is no article with id ${articleId}.`,
      description: "The `id` is unknown, or the article was deleted.",
      fix: "Look the id up in the list of articles.",
    },
  },
  { extend: builtInErrors },
);
