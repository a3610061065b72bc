import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { type Article, article, findByCallback, findByPromise, titleOf } from "../articles.ts";

/**
 * The hand-written floor: try and catch in each handler, and answers of the same bytes as the toolkit's, but for its
 * headers.
 */
export function floor(): Express {
  const app = express().use(express.json());

  app.get("/articles/:id", (_req, res) => {
    try {
      res.json(article);
    } catch {
      res.status(500).json(internal());
    }
  });
  app.post("/articles", (req, res) => {
    try {
      const errors = check(req.body);
      if (errors.length > 0) {
        res.status(400).json(invalid(errors));
        return;
      }
      res.status(201).json({ id: "2", ...(req.body as Article) });
    } catch {
      res.status(500).json(internal());
    }
  });
  app.get("/sync/:id", (_req, res) => {
    try {
      throw new Error("There is no such article.");
    } catch (error) {
      res.status(404).json(notFound((error as Error).message));
    }
  });
  app.get("/rejection/:id", async (_req, res) => {
    try {
      const found = await findByPromise();
      if (!found) throw new Error("There is no such article.");
      res.json(found);
    } catch (error) {
      res.status(404).json(notFound((error as Error).message));
    }
  });
  app.get("/callback/:id", (_req, res) => {
    findByCallback(
      () => new Error("There is no such article."),
      (error, found) => {
        if (error) {
          res.status(404).json(notFound(error.message));
          return;
        }
        res.json(found);
      },
    );
  });
  app.get("/unexpected/:id", (_req, res) => {
    try {
      res.json({ title: titleOf(undefined) });
    } catch {
      res.status(500).json(internal());
    }
  });

  app.use((_req: Request, res: Response) => {
    res.status(404).json({
      type: "/problems/route_not_found",
      title: "Route not found",
      status: 404,
      code: "route_not_found",
      detail: "No route matches this path.",
      requestId,
    });
  });
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    if ((error as { type?: unknown }).type === "entity.parse.failed") {
      res.status(400).json({
        type: "/problems/invalid_json",
        title: "Invalid JSON",
        status: 400,
        code: "invalid_json",
        detail: "The body is not valid JSON.",
        requestId,
      });
      return;
    }
    res.status(500).json(internal());
  });
  return app;
}

// The floor has no request ids; the same bytes stand for one.
const requestId = "req_0123456789ab1zz9";

interface Field {
  readonly in: "body";
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  readonly params?: unknown;
}

function check(body: unknown): Field[] {
  const errors: Field[] = [];
  const { title, content, tags } = body as Partial<Article>;
  if (typeof title !== "string") errors.push(required("#/title"));
  else if (title.length === 0) errors.push(tooShort("#/title"));
  if (typeof content !== "string") errors.push(required("#/content"));
  else if (content.length === 0) errors.push(tooShort("#/content"));
  if (!Array.isArray(tags)) {
    errors.push(required("#/tags"));
    return errors;
  }
  tags.forEach((tag: unknown, index) => {
    if (typeof tag !== "string" || tag.length === 0) errors.push(tooShort(`#/tags/${index}`));
  });
  return errors;
}

function required(pointer: string): Field {
  return { in: "body", pointer, code: "required", detail: "is required" };
}

function tooShort(pointer: string): Field {
  const detail = "must have at least 1 character";
  return { in: "body", pointer, code: "too_short", detail, params: { minimum: 1 } };
}

function invalid(errors: readonly Field[]): object {
  return {
    type: "/problems/validation_failed",
    title: "Validation failed",
    status: 400,
    code: "validation_failed",
    detail: "The request has 3 invalid values.",
    errors,
    requestId,
  };
}

function notFound(detail: string): object {
  return {
    type: "/problems/not_found",
    title: "Not found",
    status: 404,
    code: "not_found",
    detail,
    requestId,
  };
}

function internal(): object {
  return {
    type: "/problems/internal_error",
    title: "Internal server error",
    status: 500,
    code: "internal_error",
    detail: "Something went wrong on our side. Quote the request id if you contact us.",
    requestId,
  };
}
