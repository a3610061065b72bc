import { Router } from "express";
import { asyncHandler, type Guard, validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { z } from "zod";
import { userOf } from "../accounts/signed-in.ts";
import type { Queryable } from "../database/database.ts";
import { errors } from "../errors.ts";
import { readFeed } from "./feed.ts";
import { jobNames } from "./job.ts";
import type { Outbox } from "./outbox.ts";

const { job_not_found, job_not_dead } = errors;
const ofToken = [errors.unauthorized, errors.token_expired];
const security = [{ bearer: [] }];

/** Creates the routes with which users watch their jobs, and the feed that one of the jobs renders. */
export function jobRoutes(outbox: Outbox, database: Queryable, signedIn: Guard) {
  const router = Router();

  router.get(
    "/jobs",
    operation({
      summary: "List your newest jobs, with the problem that the last attempt of each ended with",
      tags: ["Jobs"],
      security,
      errors: ofToken,
    }),
    signedIn,
    validate({ query: JobsQuery, response: { 200: JobList } }),
    asyncHandler(async (req, res) => {
      res.json({ items: await outbox.list(userOf(req).name, req.query.state) });
    }),
  );

  router.post(
    "/jobs/:id/retry",
    operation({
      summary: "Let a dead job begin again",
      tags: ["Jobs"],
      security,
      errors: [...ofToken, job_not_found, job_not_dead],
      responses: { 202: { description: "The job will begin again." } },
    }),
    signedIn,
    validate({ params: z.object({ id: z.uuid() }) }),
    asyncHandler(async (req, res) => {
      const jobId = req.params.id;
      const result = await outbox.revive(jobId, userOf(req).name);
      if (result === "missing") throw job_not_found({ jobId });
      if (result === "not dead") throw job_not_dead({ jobId });
      res.status(202).end();
    }),
  );

  router.get(
    "/feed",
    operation({
      summary: "Read the newest articles as an Atom feed, which a job renders",
      tags: ["Articles"],
      errors: [errors.not_found],
      responses: {
        200: {
          description: "The feed.",
          content: { "application/atom+xml": { schema: { type: "string" } } },
        },
      },
    }),
    asyncHandler(async (_req, res) => {
      const feed = await readFeed(database);
      if (feed === undefined) throw errors.not_found();
      res.type("application/atom+xml").send(feed);
    }),
  );

  return router;
}

const State = z.enum(["waiting", "done", "dead"]);

const JobsQuery = z.object({ state: State.optional() });

const JobList = z.object({
  items: z.array(
    z
      .object({
        id: z.uuid(),
        name: z.enum(jobNames),
        state: State,
        title: z.string(),
        attempts: z.int(),
        dueAt: z.date(),
        createdAt: z.date(),
        problem: z.record(z.string(), z.unknown()).nullable(),
      })
      .meta({ id: "Job" }),
  ),
});
