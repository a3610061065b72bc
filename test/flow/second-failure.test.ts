import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import compression from "compression";
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from "express";
import {
  asyncHandler,
  callbackHandler,
  ConflictError,
  currentRequest,
  errorHandler,
  ForbiddenError,
  guardEmitter,
  replaceErrorResponses,
  requestContext,
} from "express-backstop";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listen, serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

/** A way in which a handler fails later, once or twice. */
type Fails = (next: NextFunction, req: Request, res: Response) => (error: Error) => void;

const wrapped: readonly (readonly [way: string, fails: Fails])[] = [
  ["a callback", (next) => callbackHandler(next)],
  [
    "what a callback calls",
    (next) => {
      const callback = callbackHandler<[Error]>(next, (result) => {
        throw result;
      });
      return (error) => callback(null, error);
    },
  ],
  [
    "an emitter",
    (next) => {
      const emitter = guardEmitter(new EventEmitter(), next);
      return (error) => emitter.emit("error", error);
    },
  ],
];
const bare: readonly (readonly [way: string, fails: Fails])[] = [
  ["next", (next) => next],
  ["a promise with .catch(next)", (next) => (error) => void Promise.reject(error).catch(next)],
];

let printed: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  // Express's default handler prints what reaches it.
  printed = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => printed.mockRestore());

describe.each(expresses)("a second failure of one request, on %s", (_name, express) => {
  // fault: fails-twice
  it.each(wrapped)("of %s is recorded, and the connection lives", async (_way, fails) => {
    const twice: RequestHandler = (req, res, next) => {
      const [one, other] = [fails(next, req, res), fails(next, req, res)];
      setTimeout(() => {
        one(new ConflictError("The first."));
        other(new Error("the second"));
      }, 5);
    };
    await using app = await serve(
      (target) => {
        // Express prints nothing where NODE_ENV is test.
        target.set("env", "development").use(requestContext());
        const router = express.Router();
        router.get("/twice", twice);
        target.use(router).get("/ok", (_req, res) => void res.json("ok"));
      },
      { express },
    );

    const { statuses } = await exchange(
      app.port,
      request("GET /twice"),
      request("GET /ok", { Connection: "close" }),
    );

    expect(statuses).toEqual([409, 200]);
    await expect
      .poll(() => app.records)
      .toMatchObject([
        { status: 409, outcome: "sent" },
        { outcome: "late", error: { message: "the second" } },
      ]);
    expect(printed).not.toHaveBeenCalled();
  });

  // fault: fails-twice
  it.each([...wrapped, ...bare])(
    "of %s after the deadline is recorded, and nothing is printed",
    async (_way, fails) => {
      await using app = await serve(
        (target) => {
          target.set("env", "development").use(requestContext({ timeout: 20 }));
          const router = express.Router();
          router.get("/", (req, res, next) => {
            const fail = fails(next, req, res);
            setTimeout(() => fail(new Error("the database is down")), 60);
          });
          target.use("/slow", router);
        },
        { express },
      );

      const response = await app.api.get("/slow");

      expect(problem(response)).toMatchObject({ status: 503, code: "deadline_exceeded" });
      await expect
        .poll(() => app.records)
        .toMatchObject([
          { status: 503, outcome: "sent" },
          { outcome: "late", error: { message: "the database is down" } },
        ]);
      expect(printed).not.toHaveBeenCalled();
    },
  );

  it("gets the response where another error middleware has taken care of the first", async () => {
    await using app = await serve(
      (target) => {
        target.set("env", "development").use(requestContext());
        target.get("/", (_req, _res, next) => {
          callbackHandler(next)(new ConflictError("The first."));
        });
        const goOn: ErrorRequestHandler = (_error, _req, _res, next) => next();
        target.use(goOn);
        target.get("/", (_req, _res, next) => {
          callbackHandler(next)(new ForbiddenError("The second."));
        });
      },
      { express },
    );

    expect(problem(await app.api.get("/"))).toMatchObject({ status: 403 });
    expect(app.records).toMatchObject([{ status: 403, outcome: "sent" }]);
    expect(printed).not.toHaveBeenCalled();
  });

  it("in a listener of the signal knows its request", async () => {
    const seen: unknown[] = [];
    await using app = await serve(
      (target) => {
        target.use(requestContext({ timeout: 20 }));
        target.get(
          "/",
          asyncHandler(async () => {
            const { signal } = currentRequest() ?? {};
            signal?.addEventListener("abort", () => seen.push(currentRequest()?.requestId));
            await sleep(60);
          }),
        );
      },
      { express },
    );

    const response = await app.api.get("/");

    await expect.poll(() => seen).toEqual([problem(response).requestId]);
  });
});

describe.each(expresses)("Express's page for an unknown path, on %s", (_name, express) => {
  it("becomes a problem without a word on the console, compressed too", async () => {
    await using app = await serveWithoutNotFound(express, compression({ threshold: 0 }));

    const response = await app.api.get("/nope");

    expect(problem(response)).toMatchObject({ status: 404, code: "not_found" });
    expect(app.records).toHaveLength(1);
    expect(printed).not.toHaveBeenCalled();
  });

  it("becomes a problem without a word on the console, and its record has its text", async () => {
    await using app = await serveWithoutNotFound(express);

    const response = await app.api.get("/nope");

    expect(problem(response)).toMatchObject({ status: 404, code: "not_found" });
    expect(app.records).toMatchObject([
      { context: { replaced: { text: expect.stringContaining("Cannot GET /nope") } } },
    ]);
    expect(printed).not.toHaveBeenCalled();
  });
});

async function serveWithoutNotFound(
  express: (typeof expresses)[number][1],
  ...middleware: readonly RequestHandler[]
) {
  const records: unknown[] = [];
  const app = express();
  app.set("env", "development").use(requestContext(), replaceErrorResponses(), ...middleware);
  app.get("/", (_req, res) => void res.json("ok"));
  app.use(errorHandler({ reporter: (record) => records.push(record) }));
  return { ...(await listen(app)), records };
}

describe.each(expresses)("a failure after a response that is replaced, on %s", (_name, express) => {
  const handlers: readonly (readonly [way: string, handler: RequestHandler])[] = [
    [
      "is thrown",
      (_req, res) => {
        res.sendStatus(401);
        throw new Error("the second");
      },
    ],
    [
      "is passed to next",
      (_req, res, next) => {
        res.status(502).send("bad");
        setTimeout(() => next(new Error("the second")), 5);
      },
    ],
  ];

  // fault: fails-twice
  it.each(handlers)("is recorded where it %s, and the connection lives", async (_way, handler) => {
    await using app = await serve(
      (target) => {
        target.set("env", "development").use(requestContext(), replaceErrorResponses());
        target.get("/", handler);
        target.get("/ok", (_req, res) => res.send("ok"));
      },
      { express },
    );

    const { statuses } = await exchange(
      app.port,
      request("GET /"),
      request("GET /ok", { Connection: "close" }),
    );

    expect(statuses).toHaveLength(2);
    expect(app.records).toMatchObject([
      { outcome: "sent", error: { name: "HttpError" } },
      { outcome: "late", status: 500, error: { message: "the second" } },
    ]);
    expect(printed).not.toHaveBeenCalled();
  });

  it("leaves the replaced response to an error middleware that comes before the error handler", async () => {
    const seen: number[] = [];
    const other: ErrorRequestHandler = (error: { status: number }, _req, _res, next) => {
      seen.push(error.status);
      next(error);
    };
    await using app = await serve(
      (target) => {
        target.use(requestContext(), replaceErrorResponses());
        target.get("/", (_req, res) => res.sendStatus(403)).use(other);
      },
      { express },
    );

    problem(await app.api.get("/"));

    expect(seen).toEqual([403]);
  });
});
