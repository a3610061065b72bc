import { pipeline, Readable } from "node:stream";
import type { Express, NextFunction, Request, RequestHandler, Response } from "express";
import { asyncHandler, ConflictError, guardEmitter } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

type MakeExpress = (typeof expresses)[number][1];

// A Router passes an error on by setImmediate, so the second way may be quicker than the first.
const places: readonly [
  string,
  (express: MakeExpress, app: Express, handler: RequestHandler) => void,
][] = [
  ["an app", (_express, app, handler) => app.get("/", handler)],
  ["a Router", (express, app, handler) => app.use(express.Router().get("/", handler))],
  [
    "a Router in a Router",
    (express, app, handler) =>
      app.use(express.Router().use(express.Router().use(express.Router().get("/", handler)))),
  ],
];

const ways: readonly [string, (error: Error) => RequestHandler][] = [
  [
    "next and a throw",
    (error) =>
      asyncHandler((_req, _res, next) => {
        next(error);
        throw error;
      }),
  ],
  [
    "next and a rejection",
    (error) =>
      asyncHandler(async (_req, _res, next) => {
        next(error);
        throw error;
      }),
  ],
  [
    "next and a later rejection",
    (error) =>
      asyncHandler(async (_req, _res, next) => {
        next(error);
        await new Promise(setImmediate);
        throw error;
      }),
  ],
  [
    "next twice",
    (error) =>
      asyncHandler((_req, _res, next) => {
        next(error);
        next(error);
      }),
  ],
  [
    "an emitter and a rejection",
    (error) =>
      asyncHandler(async (_req, _res, next) => {
        const source = guardEmitter(new Readable({ read() {} }), next);
        await new Promise((_resolve, reject) => {
          source.once("error", reject);
          source.destroy(error);
        });
      }),
  ],
];

describe.each(expresses)("on %s", (_name, express) => {
  describe.each(places)("in %s", (_place, mount) => {
    it.each(ways)(
      "responds once to an error that comes by %s, and reports it once",
      async (_way, handler) => {
        const error = new ConflictError("Somebody else was first.");
        await using app = await serve((target) => mount(express as never, target, handler(error)), {
          express,
        });

        const response = await app.api.get("/").timeout(2000);

        expect(problem(response)).toMatchObject({
          status: 409,
          detail: "Somebody else was first.",
        });
        expect(app.records).toMatchObject([{ status: 409, outcome: "sent" }]);
      },
    );

    // pipeline() destroys the response by itself, in a Router before the error middleware has its turn.
    it("responds at once to an error of an emitter that a pipeline passes on too", async () => {
      const handler: RequestHandler = asyncHandler(
        (_req: Request, res: Response, next: NextFunction) => {
          const source = guardEmitter(Readable.from(failing()), next);
          pipeline(source, res, (failure) => {
            if (failure) next(failure);
          });
        },
      );
      await using app = await serve((target) => mount(express as never, target, handler), {
        express,
      });

      const seen = await app.api
        .get("/")
        .timeout(2000)
        .then(
          ({ status }) => status,
          (error: NodeJS.ErrnoException) => error.code,
        );

      expect([409, "ECONNRESET"]).toContain(seen);
      await expect.poll(() => app.records).toHaveLength(1);
    });
  });
});

function* failing(): Generator<string> {
  yield* [];
  throw new ConflictError("Somebody else was first.");
}
