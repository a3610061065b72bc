import { createReadStream, existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import compression from "compression";
import express5, { type Express, type RequestHandler } from "express";
import {
  asyncHandler,
  callbackHandler,
  ConflictError,
  errorHandler,
  NotFoundError,
  notFoundHandler,
  pipeResponse,
  requestContext,
  validate,
} from "express-backstop";
import { guardProcess } from "express-backstop/process";
import { z } from "zod";

// The server of the long run. Sends its port to the parent process, and its state when asked.

/** The state of the server. */
export interface ServerState {
  /** Bytes of the heap after a collection. */
  readonly heap: number;
  /** The open file descriptors of the process; undefined where the system does not list them. */
  readonly descriptors: number | undefined;
  /** How many connections the server has accepted. */
  readonly opened: number;
  /** How many records each method and path has made. */
  readonly reports: Readonly<Record<string, number>>;
}

const require4 = createRequire(new URL("../test/express-4/package.json", import.meta.url));
const express = process.argv[2] === "4" ? (require4("express") as typeof express5) : express5;
const Article = z.object({ title: z.string().min(1), tags: z.array(z.string()) });
const reports: Record<string, number> = {};
let opened = 0;

const requireMiddleware = createRequire(new URL("fuzz/middleware/package.json", import.meta.url));
const session = requireMiddleware("express-session") as (options: object) => RequestHandler;

const server = createServer(createApp()).on("connection", () => (opened += 1));
guardProcess(server);
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", () => {
  globalThis.gc?.();
  const { heapUsed: heap } = process.memoryUsage();
  const state: ServerState = { heap, descriptors: openDescriptors(), opened, reports };
  process.send?.(state);
});

function openDescriptors(): number | undefined {
  const list = "/proc/self/fd";
  return existsSync(list) ? readdirSync(list).length : undefined;
}

function createApp(): Express {
  const app = express();
  app.use(requestContext({ timeout: 5000 }));
  // Both hold back what a handler sends and end the response themselves.
  app.use(compression({ threshold: 0 }));
  app.use(session({ secret: "s", resave: true, saveUninitialized: false }));
  app.use(express.json());
  app.get(
    "/thrown",
    asyncHandler(() => {
      throw new Error(`secret ${"x".repeat(1000)}`);
    }),
  );
  app.get(
    "/rejected/:id",
    asyncHandler(async (req) => {
      await sleep(1);
      throw new NotFoundError(`There is no article ${req.params["id"]}.`);
    }),
  );
  app.get("/callback", (_req, _res, next) => {
    setImmediate(callbackHandler(next), new Error("connection lost"));
  });
  app.get(
    "/foreign",
    asyncHandler(async () => {
      throw Object.assign(new Error("upstream"), { status: 401, headers: { "set-cookie": "a=1" } });
    }),
  );
  app.post("/articles", validate({ body: Article }), (_req, res) => void res.sendStatus(201));
  app.get(
    "/late",
    asyncHandler(async (req, res) => {
      res.json({ requestId: req.headers["x-request-id"] });
      throw new Error("late");
    }),
  );
  app.get(
    "/twice",
    asyncHandler((_req, _res, next) => {
      next(new Error("first"));
      next(new Error("second"));
    }),
  );
  app.get(
    "/slow",
    asyncHandler(async (_req, res) => {
      await new Promise((resolve) => {
        res.once("close", resolve);
      });
      throw new ConflictError("Nobody reads this.");
    }),
  );
  app.get("/file", (_req, res, next) => {
    res.type("text");
    pipeResponse(createReadStream(import.meta.filename), res, next);
  });
  app.get("/endless", (_req, res, next) => {
    pipeResponse(createReadStream("/dev/zero"), res.type("text"), next);
  });
  app.get("/broken", (_req, res, next) => {
    res.type("text");
    pipeResponse(breaking(), res, next);
  });
  app.use(notFoundHandler());
  app.use(
    errorHandler({
      reporter({ method, path }) {
        const key = `${method} ${path}`;
        reports[key] = (reports[key] ?? 0) + 1;
      },
    }),
  );
  return app;
}

// A source that breaks after its first chunk.
async function* breaking(): AsyncGenerator<string> {
  yield "x".repeat(100_000);
  await sleep(1);
  throw new Error("the source broke");
}
