import type { Request } from "express";
import {
  asyncHandler,
  type ErrorMapper,
  type FailureRecord,
  type ProblemDetails,
} from "express-backstop";
import type { Test } from "supertest";
import { expect } from "vitest";
import { serve, type Served } from "../support/app.ts";
import { problem } from "../support/problem.ts";

/** The response to a request during which a library fails. */
export interface Outcome {
  readonly body: ProblemDetails;
  readonly retryAfter: string | undefined;
  readonly record: FailureRecord;
}

/** Sends one request to an app of one route, whose handler does the work, and returns the problem and the record. */
export async function respond(
  mapper: ErrorMapper,
  work: (req: Request) => unknown,
  send: (api: Served["api"]) => Test = post({}),
): Promise<Outcome> {
  await using app = await serve(
    (express) => {
      express.all(
        "/articles{/:id}",
        asyncHandler(async (req, res) => {
          await work(req);
          res.sendStatus(204);
        }),
      );
    },
    { mappers: [mapper] },
  );
  const response = await send(app.api);
  expect(response.status, "the library did not fail").toBeGreaterThanOrEqual(400);
  await expect.poll(() => app.records).toHaveLength(1);
  const [record] = app.records;
  if (!record) throw new Error("No record");
  return { body: problem(response), retryAfter: response.headers["retry-after"], record };
}

/** Sends a POST with a JSON body. */
export const post =
  (body: object) =>
  (api: Served["api"]): Test =>
    api.post("/articles").send(body);

/** Returns the parts of an outcome that most tests are about. */
export function summary({ body, retryAfter }: Outcome): object {
  const { status, code, errors } = body;
  return {
    status,
    code,
    ...(errors && { errors: errors.map((field) => `${field.in} ${field.pointer} ${field.code}`) }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** Returns the parts of an outage. */
export const unavailable = (retryAfter: string): object => ({
  status: 503,
  code: "service_unavailable",
  retryAfter,
});

/** The parts of an outcome when the server is at fault. */
export const internalError = { status: 500, code: "internal_error" };

/** Returns the parts of an outcome when a value of the body is refused. */
export const refused = (field: string, code: string, part = "body"): object => ({
  status: 400,
  code: "validation_failed",
  errors: [`${part} #/${field} ${code}`],
});

/** Returns the parts of an outcome when a constraint is violated. */
export const conflict = (code: string, field?: string): object => ({
  status: 409,
  code,
  ...(field !== undefined && { errors: [`body #/${field} ${code}`] }),
});

/** Returns the record of a 4xx as JSON. That of a 5xx has what was thrown, with the words of the library. */
export function recordOfClientError({ body, record }: Outcome): string {
  return body.status < 500 ? JSON.stringify(record) : "";
}
