import type { Express, NextFunction, Response } from "express";
import { validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const parse = validate({ params: z.object({ id: z.coerce.number() }) });
const parseLater = validate({
  params: z.object({ id: z.string().transform((text) => Promise.resolve(Number(text))) }),
});
const double = validate({ params: z.object({ id: z.number().transform((id) => id * 2) }) });

// Without the types of Express's params, so that they fit behind each validator.
type Shown = { readonly params: unknown };
const show = (req: Shown, res: Response): void => void res.json(req.params);
const pass = (_req: Shown, _res: unknown, next: NextFunction): void => next();

type Mount = (app: Express, express: typeof import("express")) => unknown;

// fault: params-behind-use
describe.each(expresses)("parsed params, on %s", (_name, express) => {
  it.each<[what: string, mount: Mount]>([
    ["app.get(path, validator, handler)", (app) => app.get("/u/:id", parse, show)],
    ["app.all(path, validator, handler)", (app) => app.all("/u/:id", parse, show)],
    [
      "app.route(path).all(validator).get(handler)",
      (app) => app.route("/u/:id").all(parse).get(show),
    ],
    ["app.use(path, validator, handler)", (app) => app.use("/u/:id", parse, show)],
    [
      "app.use(path, asynchronous validator, handler)",
      (app) => app.use("/u/:id", parseLater, show),
    ],
    [
      "app.use(path, validator, middleware, handler)",
      (app) => app.use("/u/:id", parse, pass, show),
    ],
    [
      "router.use(path, validator, handler)",
      (app, { Router }) => app.use("/", Router().use("/u/:id", parse, show)),
    ],
    [
      "app.use(path, validator), followed by app.use(path, handler)",
      (app) => app.use("/u/:id", parse).use("/u/:id", show),
    ],
    [
      "app.use(path, validator), followed by a router that merges params",
      (app, { Router }) =>
        app.use("/u/:id", parse).use("/u/:id", Router({ mergeParams: true }).get("/", show)),
    ],
  ])("reach the handler in %s", async (_what, mount) => {
    await using app = await serve((app) => mount(app, express), { express });

    const response = await app.api.get("/u/7");

    expect(response.body).toEqual({ id: 7 });
  });

  it("are parsed again by the next validator behind use", async () => {
    await using app = await serve((app) => app.use("/u/:id", parse, double, pass, show), {
      express,
    });

    const response = await app.api.get("/u/7");

    expect(response.body).toEqual({ id: 14 });
  });

  it("are parsed again by the next validator, also where the first one changes the text", async () => {
    await using app = await serve((app) => app.use("/u/:id", parse, double, pass, show), {
      express,
    });

    const response = await app.api.get("/u/007");

    expect(response.body).toEqual({ id: 14 });
  });

  it("do not reach a middleware whose path has fewer params, or some of other values", async () => {
    const seen: unknown[] = [];
    const note = (req: Shown, _res: unknown, next: NextFunction): void => {
      seen.push(req.params);
      next();
    };
    await using app = await serve(
      (app) => {
        app.use("/u/:id/:part", validate({ params: z.object({ id: z.coerce.number() }) }));
        app.use("/u/:id", note);
        app.use("/:part/:id/8", note);
      },
      { express },
    );

    await app.api.get("/u/7/8");

    expect(seen).toEqual([{ id: "7" }, { part: "u", id: "7" }]);
  });

  it("do not reach a route, whose types say that its params are texts", async () => {
    await using app = await serve((app) => app.use("/u/:id", parse).get("/u/:id", show), {
      express,
    });

    const response = await app.api.get("/u/7");

    expect(response.body).toEqual({ id: "7" });
  });

  it("do not reach a middleware of another path, nor one behind the route that parsed them", async () => {
    const seen: unknown[] = [];
    await using app = await serve(
      (app) => {
        app.get("/u/:id", parse, pass);
        app.use("/u/:id", parse);
        app.use("/:kind/:id", (req, _res, next) => {
          seen.push(req.params);
          next();
        });
        app.get("/v/:id", parse, pass);
        app.use("/v/:id", show);
      },
      { express },
    );

    await app.api.get("/u/7");
    const after = await app.api.get("/v/7");

    expect(seen).toEqual([
      { kind: "u", id: "7" },
      { kind: "v", id: "7" },
    ]);
    expect(after.body).toEqual({ id: "7" });
  });

  it("stay texts where the validator refused them", async () => {
    await using app = await serve(
      (app) => {
        app.use("/u/:id", validate({ params: z.object({ id: z.coerce.number().max(5) }) }));
        app.use("/u/:id", ((_error: unknown, req: Shown, res: Response, _next: unknown) => {
          res.status(400).json(req.params);
        }) as never);
      },
      { express },
    );

    const response = await app.api.get("/u/7");

    expect([response.status, response.body]).toEqual([400, { id: "7" }]);
  });

  it("of one request do not reach another one at the same time", async () => {
    await using app = await serve((app) => app.use("/u/:id", parseLater, pass, show), { express });

    const bodies = await Promise.all(
      [1, 2, 3].map(async (id) => (await app.api.get(`/u/${id}`)).body as unknown),
    );

    expect(bodies).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  it("can be replaced by a middleware", async () => {
    await using app = await serve(
      (app) =>
        app.use("/u/:id", parse, (req: { params: unknown }, res: Response) => {
          req.params = { id: "mine" };
          show(req, res);
        }),
      { express },
    );

    const response = await app.api.get("/u/7");

    expect(response.body).toEqual({ id: "mine" });
  });
});
