import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import compression from "compression";
import express5, {
  type Express,
  type NextFunction,
  type RequestHandler,
  type Response,
} from "express";
import {
  asyncHandler,
  callbackHandler,
  errorHandler,
  type FailureRecord,
  guardEmitter,
  notFoundHandler,
  replaceErrorResponses,
  requestContext,
} from "express-backstop";
import { errorEnvelope } from "express-backstop/serializers";
import type { middlewareNames, Scenario } from "./scenario.ts";
import { secret } from "./thrown-values.ts";

const require4 = createRequire(new URL("../../test/express-4/package.json", import.meta.url));
const requireHere = createRequire(new URL("middleware/package.json", import.meta.url));
const load = (name: string): ((options?: object) => RequestHandler) =>
  requireHere(name) as (options?: object) => RequestHandler;

const middleware: Readonly<Record<(typeof middlewareNames)[number], () => RequestHandler>> = {
  requestContext: () => requestContext({ timeout: 2000 }),
  replaceErrorResponses: () => replaceErrorResponses(),
  helmet: () => (requireHere("helmet") as { default: () => RequestHandler }).default(),
  cors: () => load("cors")(),
  session: () => load("express-session")({ secret, resave: true, saveUninitialized: true }),
  methodOverride: () => load("method-override")(),
  compression: () => compression({ threshold: 0 }),
  "replaceErrorResponses, innermost": () => replaceErrorResponses(),
};

/** The body that handlers send when they respond themselves. */
export const fine = { fine: true, text: "a fine article ".repeat(20) };
const page = `<p>${secret}</p>`.repeat(100);
const large = { ...fine, text: "a fine article ".repeat(20_000) };

/** Creates the app of a scenario; its records are pushed. */
export function createApp(scenario: Scenario, records: FailureRecord[]): Express {
  const express = scenario.express === 4 ? (require4("express") as typeof express5) : express5;
  const app = express();
  for (const name of scenario.middleware) app.use(middleware[name]());
  app.use(express.json());
  app.get("/fine", (_req, res) => void res.json(fine));

  let router: express5.Router = express.Router();
  router.all("/", failingHandler(scenario));
  for (let depth = 0; depth < scenario.routers; depth += 1) {
    router = express.Router().use(router);
  }
  app.use("/failing", router);
  app.use(notFoundHandler());
  app.use(
    errorHandler({
      reporter: (record) => records.push(record),
      html: scenario.format === "html",
      ...(scenario.format === "envelope" && { serialize: errorEnvelope() }),
    }),
  );
  return app;
}

function failingHandler(scenario: Scenario): RequestHandler {
  const { wrapped, way, before } = scenario;
  const thrown = scenario.thrown();

  const handler = (_req: unknown, res: Response, next: NextFunction): unknown => {
    begin(scenario, res);
    const goOnLater = (): void => {
      // After its own response, a handler that goes on fails by itself.
      if (isComplete(before)) return;
      setTimeout(() => goOn(scenario, res, next), scenario.afterDelay);
    };
    if (way === "fails later") {
      return new Promise((_resolve, reject) => {
        setTimeout(() => {
          goOnLater();
          if (wrapped) reject(thrown);
          else next(thrown);
        }, 5);
      });
    }
    goOnLater();
    return way === "rejects" ? Promise.reject(thrown) : failNow(way, thrown, next);
  };
  if (wrapped) return asyncHandler(handler as RequestHandler);
  // A bare handler returns its promise only where Express looks at it.
  return (req, res, next) => {
    const result = handler(req, res, next);
    return way === "rejects" ? result : undefined;
  };
}

/** Checks whether a handler has sent a whole response before it fails. */
function isComplete(before: Scenario["before"]): boolean {
  return before === "an error page" || hasSucceeded(before);
}

/** Checks whether a handler has sent a whole response that reaches the client. */
export function hasSucceeded(before: Scenario["before"]): boolean {
  return before === "a whole body" || before === "a large body" || before === "an empty response";
}

function failNow(way: Scenario["way"], thrown: unknown, next: NextFunction): void {
  switch (way) {
    case "passes to next":
      next(thrown);
      return;
    case "passes to next and throws":
      next(thrown);
      throw thrown;
    case "passes to next twice":
      next(thrown);
      next(thrown);
      return;
    case "calls back":
      // A falsy error is success to an error-first callback.
      callbackHandler(next, () => {
        throw thrown;
      })(thrown);
      return;
    case "emits":
      guardEmitter(new EventEmitter(), next).emit("error", thrown);
      return;
    default:
      throw thrown;
  }
}

function begin({ before }: Scenario, res: Response): void {
  switch (before) {
    case "headers":
      res.set({ "X-Accel-Redirect": `/${secret}`, ETag: '"a"', "Content-Encoding": "gzip" });
      res.set({ "Cache-Control": "public", "Content-Length": "3", Location: `/${secret}` });
      return;
    case "status":
      res.status(204);
      return;
    case "half a body":
      res.write("half of it");
      return;
    case "half an event stream":
      res.type("text/event-stream").write("data: half");
      return;
    case "half of NDJSON":
      res.type("application/x-ndjson").write('{"half":');
      return;
    case "a whole body":
      res.json(fine);
      return;
    case "a large body":
      res.json(large);
      return;
    case "an empty response":
      res.status(204).end();
      return;
    case "half an error page":
      res.status(404).type("html").write(page);
      return;
    case "an error page":
      res.status(404).send(page);
      return;
    case "nothing":
  }
}

/** Goes on as a handler does that does not know of its failure; nothing of it may reach the client. */
function goOn({ after }: Scenario, res: Response, next: NextFunction): void {
  if (after === "sends JSON") res.status(200).json(fine);
  if (after === "writes and ends") {
    res.write("more");
    res.end();
  }
  if (after === "sets a header") res.setHeader("X-Late", "1");
  if (after === "calls next") next();
}
