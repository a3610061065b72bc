import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import { type ErrorHandlerOptions, errorHandler, NotFoundError } from "express-backstop";
import { statusProperty } from "express-backstop/mappers";
import request from "supertest";
import { afterEach, expect, it, vi } from "vitest";
import { throwing } from "../support/throwing.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();
afterEach(() => vi.unstubAllEnvs());

/** Throws an error with members in a handler, in a process whose NODE_ENV is this, and waits for warnings. */
async function fail(
  members: object,
  environment = "development",
  options: ErrorHandlerOptions = {},
): Promise<void> {
  vi.stubEnv("NODE_ENV", environment);
  const error = Object.assign(new Error("no"), members);
  const app = express()
    .get("/", throwing(error))
    .use(errorHandler({ reporter: false, ...options }));
  await request(app).get("/");
  await sleep(50);
}

it("an Error with a status that became a 500 causes a warning, once for each status", async () => {
  await fail({ status: 404 });
  await fail({ status: 404 });
  await fail({ statusCode: 409 });

  const texts = warnings.map(({ message }) => message);
  expect(texts).toEqual([
    expect.stringMatching(/^An Error with the status 404 became a 500: /),
    expect.stringMatching(/^An Error with the status 409 became a 500: /),
  ]);
});

it.each<[string, object, string?, ErrorHandlerOptions?]>([
  ["the status of another server", { status: 410, response: {} }],
  ["the status 500", { status: 500 }],
  ["no status", {}],
  ["a status of a success", { status: 200 }],
  ["a status, in production", { status: 410 }, "production"],
  ["a status, in a test", { status: 410 }, "test"],
  ["a status that a mapper reads", { status: 410 }, "development", { mappers: [statusProperty()] }],
])("%s causes no warning", async (_what, members, environment, options) => {
  await fail(members, environment, options);

  expect(warnings).toEqual([]);
});

it("an HttpError causes no warning", async () => {
  vi.stubEnv("NODE_ENV", "development");
  const app = express()
    .get("/", throwing(new NotFoundError("No such article")))
    .use(errorHandler({ reporter: false }));
  await request(app).get("/");
  await sleep(50);

  expect(warnings).toEqual([]);
});
