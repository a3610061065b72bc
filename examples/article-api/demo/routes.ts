import { setTimeout as sleep } from "node:timers/promises";
import { Router } from "express";
import { asyncHandler, pipeResponse, requestContext, validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { Pool } from "pg";
import { z } from "zod";
import type { Tokens } from "../accounts/tokens.ts";
import { UserName } from "../accounts/user.ts";
import { type DemoRecords, visitorOf } from "./records.ts";

/** Creates the routes of the demonstration below `/demo`: they fail on purpose, show records, and sign anybody in. */
export function demoRoutes(tokens: Tokens, records: DemoRecords) {
  const router = Router();
  router.use(operation({ hidden: true }));

  router.post(
    "/tokens",
    validate({ body: z.object({ name: UserName }) }),
    asyncHandler(async (req, res) => {
      res.status(201).json({ token: await tokens.sign(req.body) });
    }),
  );

  router.get("/records/:requestId", (req, res) => {
    const record = records.find(visitorOf(req.headers), req.params.requestId);
    if (record) res.json(record);
    else res.status(204).end();
  });

  // Nothing listens on port 1, so the failure is a real one of the driver.
  const database = new Pool({ connectionString: "postgres://nobody@127.0.0.1:1/nothing" });
  router.get(
    "/database",
    asyncHandler(async (_req, res) => {
      res.json(await database.query("SELECT 1"));
    }),
  );

  router.get("/throw", (_req, res) => {
    const articles: readonly { title: string }[] = JSON.parse("[null]");
    res.json(articles.map(readTitle));
  });

  router.get("/silence", requestContext({ timeout: 3_000 }), () => {
    // Nothing calls res.json or next.
  });

  router.get("/stream", (_req, res, next) => {
    pipeResponse(breakingStream(), res.type("text"), next);
  });

  return router;
}

function readTitle(article: { title: string }) {
  return article.title;
}

async function* breakingStream() {
  for (const line of ["The first line.\n", "The second line.\n"]) {
    yield line;
    await sleep(300);
  }
  throw new Error("The disk with the third line is gone.");
}
