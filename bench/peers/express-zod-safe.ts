import express, { type Express } from "express";
import validate from "express-zod-safe";
import { centralHandler, noSuchArticle } from "./central-handler.ts";
import { expressApp } from "./express-app.ts";
import { newArticle } from "./new-article.ts";

/** express-zod-safe, which answers bad bodies itself, and an error middleware by hand. */
export function expressZodSafe(): Express {
  return expressApp(express, {
    notFound: noSuchArticle,
    check: validate({ body: newArticle }),
    end: centralHandler,
  });
}
