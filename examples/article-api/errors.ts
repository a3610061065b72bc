import { NotFoundError } from "express-backstop";

/** The 404 for an article that is not, or no longer, there. */
export class ArticleNotFoundError extends NotFoundError {
  constructor(id: string) {
    super(`There is no article with id ${id}.`, {
      code: "article_not_found",
      title: "Article not found",
      extensions: { articleId: id },
    });
  }
}
