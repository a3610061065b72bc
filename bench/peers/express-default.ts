import express, { type Express } from "express";
import { expressApp } from "./express-app.ts";
import { checkWithZod } from "./new-article.ts";

/** Express's own last handler: errors with a status, and nothing mounted. */
export function expressDefault(): Express {
  return expressApp(express, {
    notFound: () => Object.assign(new Error("There is no such article."), { status: 404 }),
    check: checkWithZod((fields) =>
      Object.assign(new Error("The body is invalid."), { status: 400, fields }),
    ),
    end: () => {},
  });
}
