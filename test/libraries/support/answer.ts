import type { Request, Response, Express } from "express";
import {
  asyncHandler,
  type ErrorMapper,
  type FailureRecord,
  type ProblemDetails,
} from "express-backstop";
import type { Test } from "supertest";
import { expect } from "vitest";
import { serve, type Served, type ServeOptions } from "../../support/app.ts";
import { problem } from "../../support/problem.ts";

/** A secret that tests plant in credentials, values, paths and texts, and that no response may have. */
export const secret = "hunter2";

/** The response to a provoked error. */
export interface Answer {
  readonly status: number;
  readonly body: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;
  readonly record: FailureRecord;
}

type Send = (api: Served["api"]) => Test;

/**
 * Provokes an error in a handler and returns the response. For every error: the response has no planted secret, and
 * nothing of the message of the error.
 */
export function answer(
  mappers: readonly ErrorMapper[],
  provoke: (req: Request, res: Response) => unknown,
  send: Send = (api) => api.get("/secrets/1"),
  express?: ServeOptions["express"],
): Promise<Answer> {
  return answerOf(
    mappers,
    (app) =>
      app.all(
        "/secrets/:id",
        asyncHandler(async (req, res) => {
          await provoke(req, res);
          res.sendStatus(204);
        }),
      ),
    send,
    express,
  );
}

/** Provokes an error in an app with middleware of its own, with the same checks. */
export async function answerOf(
  mappers: readonly ErrorMapper[],
  mount: (app: Express) => unknown,
  send: Send = (api) => api.get("/secrets/1"),
  express?: ServeOptions["express"],
): Promise<Answer> {
  await using served = await serve(mount, { mappers, ...(express && { express }) });
  const response = await send(served.api);
  const body = problem(response);
  await expect.poll(() => served.records.length).toBe(1);
  const [record] = served.records;
  if (!record) throw new Error("There is no record");
  const sent = response.text + JSON.stringify(response.headers);
  expect(sent).not.toMatch(/hunter2|127\.0\.0\.1|localhost|node_modules|ECONN|\/tmp\//);
  for (const { message } of [record.error, ...(record.error.causes ?? [])]) {
    // The record of an invalid request has our own words, because those of the error may quote it.
    if (message.length > 12 && message !== body.detail && message !== body.title)
      expect(sent).not.toContain(message);
  }
  return { status: response.status, body, headers: response.headers, record };
}
