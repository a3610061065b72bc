import type { ProblemDetails } from "express-backstop";
import type { Response } from "supertest";
import { expect } from "vitest";

/** Reads a problem, after checking what is true of every one: its media type, its status and its headers. */
export function problem(response: Response): ProblemDetails {
  expect(response.headers["content-type"]).toBe("application/problem+json");
  expect(response.headers["cache-control"]).toBe("no-store");
  expect(response.headers["x-content-type-options"]).toBe("nosniff");
  const body = JSON.parse(response.text) as ProblemDetails;
  expect(body.status).toBe(response.status);
  expect(body.requestId).toBe(response.headers["x-request-id"]);
  return body;
}
