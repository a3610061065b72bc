import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { z } from "zod";

/** Every error of this API. Clients read its problems with the same declarations. */
export const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
      detail: ({ articleId }) => `There is no article with id ${articleId}.`,
      description: "The id is unknown, or the article was deleted.",
      fix: "Look the id up in the list of articles.",
    },
    article_slug_taken: {
      status: 409,
      title: "Article title already in use",
      detail: "Another article already has this title.",
      description: "Two titles that differ only in case, accents or punctuation are the same.",
      fix: "Choose another title.",
    },
  },
  { extend: builtInErrors },
);
