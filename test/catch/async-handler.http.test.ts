import type { ErrorRequestHandler, Express } from "express";
import { asyncHandler, ConflictError, NotFoundError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

// What a guard may fail with. Some frameworks take one or the other of them for leave to go on.
const refusals: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["the string 'unauthorized'", "unauthorized"],
  ["the string 'route'", "route"],
  ["an object with a code", { code: "UNAUTHORIZED" }],
  ["an outage behind it", Object.assign(new Error("pg 10.0.0.5 refused"), { status: 401 })],
];

describe.each(expresses)("on %s", (_name, express) => {
  // fault: rejection-express-4, guard-fails
  it.each(refusals)(
    "lets no request past a guard that rejects with or throws %s",
    async (_what, refusal) => {
      await using app = await serve((app) => mountGuards(app, refusal), { express });

      for (const path of ["/rejects", "/throws", "/wrapped-twice"]) {
        const response = await app.api.get(path);

        expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
        expect(response.text).not.toMatch(/guarded|10\.0\.0\.5|unauthorized/i);
      }
      expect(app.records).toHaveLength(3);
    },
  );

  // fault: guard-fails
  it("lets no request past a guard that passes a string or an object to next", async () => {
    await using app = await serve(
      (app) => {
        app.get("/string", (_req, _res, next) => next("unauthorized"));
        app.get(
          "/object",
          asyncHandler((_req, _res, next) => next({ code: "UNAUTHORIZED" })),
        );
        app.use((_req, res) => void res.json("guarded"));
      },
      { express },
    );

    for (const path of ["/string", "/object"]) {
      expect(problem(await app.api.get(path)).status).toBe(500);
    }
  });

  // fault: thrown-route
  it("lets a handler call next('route') and next('router')", async () => {
    await using app = await serve(
      (app) => {
        const router = express.Router();
        router.get(
          "/router",
          asyncHandler((_req, _res, next) => next("router")),
        );
        router.get("/router", (_req, res) => void res.send("wrong"));
        app.use(router);
        app.get("/router", (_req, res) => void res.send("after the router"));
        app.get(
          "/route",
          asyncHandler((_req, _res, next) => next("route")),
          (_req, res) => void res.send("wrong"),
        );
        app.get("/route", (_req, res) => void res.send("the next route"));
      },
      { express },
    );

    expect((await app.api.get("/route")).text).toBe("the next route");
    expect((await app.api.get("/router")).text).toBe("after the router");
  });

  // fault: param-handler-fails
  it("responds to the failure of a param handler, which gets value and name, on app and router", async () => {
    const seen: unknown[] = [];
    await using app = await serve(
      (app) => {
        const router = express.Router();
        router.param(
          "id",
          asyncHandler(
            async (_req: unknown, _res: unknown, next: () => void, value: string, name: string) => {
              seen.push([value, name]);
              if (value === "0") throw new NotFoundError("There is no article 0.");
              next();
            },
          ),
        );
        router.param(
          "tag",
          asyncHandler(async (_req: unknown, _res: unknown, _next: () => void, value: string) => {
            throw new ConflictError(`No tag may be called ${value}.`);
          }),
        );
        router.get("/articles/:id", (req, res) => void res.json(req.params.id));
        router.get("/tags/:tag", (_req, res) => void res.json("wrong"));
        app.use("/api", router);
      },
      { express },
    );

    expect(problem(await app.api.get("/api/articles/0")).detail).toBe("There is no article 0.");
    expect((await app.api.get("/api/articles/1")).body).toBe("1");
    expect(problem(await app.api.get("/api/tags/7")).detail).toBe("No tag may be called 7.");
    expect(seen).toEqual([
      ["0", "id"],
      ["1", "id"],
    ]);
  });

  // fault: error-middleware-fails
  it("responds to the failure of an error middleware, whether it throws or rejects", async () => {
    await using app = await serve(
      (app) => {
        app.get("/:way", (_req, _res, next) => next(new Error("first")));
        const rethrow = asyncHandler(
          async (_error: unknown, req: { url: string }, _res: unknown, next: unknown) => {
            if (req.url === "/undefined") throw undefined;
            if (req.url === "/next") return (next as (error: unknown) => void)("second");
            throw new ConflictError("From the error middleware.");
          },
        );
        // Its arguments are those of an error middleware.
        app.use(rethrow as unknown as ErrorRequestHandler);
      },
      { express },
    );

    expect(problem(await app.api.get("/error")).detail).toBe("From the error middleware.");
    expect(problem(await app.api.get("/undefined")).status).toBe(500);
    expect(problem(await app.api.get("/next")).status).toBe(500);
    expect(app.records).toHaveLength(3);
  });
});

function mountGuards(app: Express, refusal: unknown): void {
  const rejects = async (): Promise<never> => {
    throw refusal;
  };
  app.use("/rejects", asyncHandler(rejects));
  app.use(
    "/throws",
    asyncHandler(() => {
      throw refusal;
    }),
  );
  app.use("/wrapped-twice", asyncHandler(asyncHandler(rejects)));
  app.use((_req, res) => void res.json("guarded"));
}
