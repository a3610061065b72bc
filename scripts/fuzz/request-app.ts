import { EventEmitter } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import express5 from "express";
import {
  asyncHandler,
  callbackHandler,
  errorHandler,
  type FailureRecord,
  guardEmitter,
  notFoundHandler,
  requestContext,
  validate,
} from "express-backstop";
import { recommended } from "express-backstop/mappers";
import type { z } from "zod";
import type { failingPaths } from "./request-case.ts";

const require4 = createRequire(new URL("../../test/express-4/package.json", import.meta.url));

/** The app of one Express, which is asked over connections in memory, and what it has recorded. */
export interface FuzzedServer {
  readonly server: Server;
  readonly records: FailureRecord[];
  /** Returns the value that the handlers throw next. */
  thrown: (() => unknown) | undefined;
}

/** Creates an app with a handler for each way to fail, and a route for the schemas. */
export function createFuzzedServer(version: 4 | 5, schemas: readonly z.ZodType[]): FuzzedServer {
  const express = version === 4 ? (require4("express") as typeof express5) : express5;
  const app = express();
  const records: FailureRecord[] = [];
  const state: FuzzedServer = { server: createServer(app), records, thrown: undefined };
  app.use(requestContext(), express.json(), express.urlencoded({ extended: true }));

  const throws = asyncHandler(() => {
    throw state.thrown?.();
  });
  const handlers: Record<(typeof failingPaths)[number], express5.RequestHandler> = {
    "/throws": throws,
    "/rejects": asyncHandler(() => Promise.reject(state.thrown?.())),
    "/passes": asyncHandler((_req, _res, next) => next(state.thrown?.())),
    "/calls-back": (_req, _res, next) => callbackHandler(next)(state.thrown?.()),
    "/emits": (_req, _res, next) => {
      guardEmitter(new EventEmitter(), next).emit("error", state.thrown?.());
    },
    "/nested/throws": express.Router().use(express.Router().use(throws)),
  };
  for (const [path, handler] of Object.entries(handlers)) app.get(path, handler);
  // One route for all of them: Express would look at each of some hundred routes for each request.
  const checks = schemas.map((body) => validate({ body }));
  app.post(
    "/schemas/:index",
    (req, res, next) => checks[Number(req.params["index"])]?.(req, res, next),
    (_req, res) => void res.json({ valid: true }),
  );

  app.use(notFoundHandler());
  app.use(
    errorHandler({
      reporter: (record) => void records.push(record),
      mappers: recommended(),
      html: true,
      guidance: true,
    }),
  );
  return state;
}
