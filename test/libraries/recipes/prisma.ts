import express, { type Express } from "express";
import { asyncHandler, errorHandler, notFoundHandler, validate } from "express-backstop";
import { prisma } from "express-backstop/mappers/prisma";
import { z } from "zod";
import type { PrismaClient } from "./prisma-client.ts";

const Article = z.object({ id: z.int(), title: z.string().min(1), price: z.number() });
const errors = prisma({
  constraints: {
    articles_title_key: { code: "title_taken", title: "Title already in use", field: "title" },
  },
});

export function createApp(client: PrismaClient): Express {
  const app = express().use(express.json());

  app.post(
    "/articles",
    validate({ body: Article }),
    asyncHandler(async (req, res) => {
      res.status(201).json(await client.article.create({ data: req.body }));
    }),
  );
  app.get(
    "/articles/:id",
    validate({ params: z.object({ id: z.coerce.number().int() }) }),
    asyncHandler(async (req, res) => {
      // It rejects if there is no such article, which becomes a 404.
      res.json(await client.article.findUniqueOrThrow({ where: { id: req.params.id } }));
    }),
  );

  app.use(notFoundHandler());
  app.use(errorHandler({ mappers: [errors] }));
  return app;
}
