import type { RequestHandler } from "express";
import { z } from "zod";

/** The members of the schema that every peer with zod has. */
export const newArticle = {
  title: z.string().min(1),
  content: z.string().min(1),
  tags: z.array(z.string().min(1)),
};

const NewArticle = z.object(newArticle);

/** A field that was refused. */
export interface Refused {
  readonly path: string;
  readonly message: string;
}

/** Checks the body with zod as people write it by hand; `refusal` makes the error. */
export function checkWithZod(refusal: (fields: readonly Refused[]) => Error): RequestHandler {
  return (req, _res, next) => {
    const result = NewArticle.safeParse(req.body);
    if (result.success) {
      req.body = result.data;
      next();
      return;
    }
    const { issues } = result.error;
    next(refusal(issues.map(({ path, message }) => ({ path: path.join("."), message }))));
  };
}
