import cookieParser from "cookie-parser";
import type { Express, Request, RequestHandler, Response } from "express";
import { validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const Numbers = z.object({ id: z.coerce.number() });
const Texts = z.looseObject({ id: z.string().regex(/^\d+$/) });
// Bare handlers, so that the app's types do not decide which arrangements a table can have.
const toNumbers = validate({ params: Numbers }) as unknown as RequestHandler;
const later = validate({
  params: Numbers.refine(async () => Promise.resolve(true)),
}) as unknown as RequestHandler;
const checking = validate({ params: Texts }) as unknown as RequestHandler;
const show = (req: Request, res: Response) => void res.json(req.params);
const pass: RequestHandler = (_req, _res, next) => next();

describe.each(expresses)("the parts that validate has parsed, on %s", (_name, express) => {
  const merging = () => express.Router({ mergeParams: true });

  // fault: params-behind-use
  it.each<[string, (app: Express, check: RequestHandler) => unknown]>([
    ["app.get", (app, check) => app.get("/users/:id", check, show)],
    ["app.get with an array", (app, check) => app.get("/users/:id", [check, pass], show)],
    ["app.get on two paths", (app, check) => app.get(["/users/:id", "/u/:id"], check, show)],
    ["app.all", (app, check) => app.all("/users/:id", check, pass, show)],
    ["app.route", (app, check) => app.route("/users/:id").all(check).get(show)],
    ["router.all", (app, check) => app.use("/users", express.Router().all("/:id", check, show))],
    ["a merging router", (app, check) => app.use("/users/:id", merging().get("/", check, show))],
    [
      "a route after another",
      (app, check) => app.get("/users/:id", pass).get("/users/:id", check, show),
    ],
    ["a path with app.param", (app, check) => app.param("id", pass).get("/users/:id", check, show)],
  ])("keep params for the next handlers in %s", async (_where, mount) => {
    await using now = await serve((app) => mount(app, toNumbers), { express });
    await using soon = await serve((app) => mount(app, later), { express });

    for (const { api } of [now, soon]) {
      // eslint-disable-next-line no-await-in-loop -- two requests
      expect((await api.get("/users/7")).body).toEqual({ id: 7 });
    }
  });

  const inUse: [string, (app: Express, check: RequestHandler) => unknown][] = [
    ["app.use", (app, check) => app.use("/users/:id", check, show)],
    ["app.use with an array", (app, check) => app.use("/users/:id", [check, show])],
    ["app.use on two paths", (app, check) => app.use(["/users/:id", "/u/:id"], check, show)],
    [
      "app.use before a route",
      (app, check) => app.use("/users/:id", check).get("/users/:id", show),
    ],
    [
      "app.use after a route",
      (app, check) => app.get("/users/:id", pass).use("/users/:id", check, show),
    ],
    ["router.use", (app, check) => app.use("/users", express.Router().use("/:id", check, show))],
    [
      "app.use before a router",
      (app, check) => app.use("/users/:id", check, merging().get("/", show)),
    ],
    ["a merging router", (app, check) => app.use("/users/:id", merging().use(check, show))],
  ];

  it.each(inUse)("may be params that %s only checks", async (_where, mount) => {
    await using app = await serve((app) => mount(app, checking), { express });

    expect((await app.api.get("/users/7")).body).toEqual({ id: "7" });
    expect((await app.api.get("/users/x")).status).toBe(400);
  });

  it.each<[string, (app: Express, check: RequestHandler, seen: RequestHandler) => unknown]>([
    ["a handler", (app, check, seen) => app.use("/users", check, seen)],
    ["a route", (app, check, seen) => app.use(check).post("/users", seen)],
    ["a router", (app, check, seen) => app.use(check, express.Router().use("/users", seen))],
    ["an app", (app, check, seen) => app.use(check, express().use("/users", seen))],
    ["other parsers", (app, check, seen) => app.use(check, express.json(), cookieParser(), seen)],
  ])("keep the query, headers, cookies and body behind use(), for %s", async (_what, mount) => {
    const check = validate({
      query: z.object({ page: z.coerce.number() }),
      headers: z.object({ "x-count": z.coerce.number() }),
      cookies: z.object({ size: z.coerce.number() }),
      body: z.object({ at: z.coerce.number() }),
    }) as unknown as RequestHandler;
    const seen: RequestHandler = ({ query, headers, cookies, body }, res) =>
      void res.json([query, headers["x-count"], cookies, body]);
    await using app = await serve((app) => mount(app.use(cookieParser()), check, seen), {
      express,
    });

    const response = await app.api
      .post("/users?page=2")
      .set({ "x-count": "3", cookie: "size=4" })
      .send({ at: "5" });

    expect(response.body).toEqual([{ page: 2 }, 3, { size: 4 }, { at: 5 }]);
  });
});
