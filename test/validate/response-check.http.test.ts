import { Agent } from "node:http";
import type { RequestHandler } from "express";
import { asyncHandler, ConflictError, validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod/v3";
import { serve, type Served } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const Article = z.object({ id: z.number(), tags: z.array(z.string()).default([]) });
const Slow = Article.refine(async () => Promise.resolve(true));
const response = { 200: Article, 201: Article.pick({ id: true }) };

const sendIfUnsent: RequestHandler = (_req, res) => {
  if (!res.headersSent) res.status(404).json({});
};
const setIfUnsent: RequestHandler = (_req, res) => {
  if (!res.headersSent) res.set("x-late", "1");
};

describe.each(expresses)("on %s", (_name, express) => {
  const serving = (
    body: unknown,
    responses?: "off" | "report" | "enforce",
    status = 200,
  ): Promise<Served> =>
    serve(
      (app) =>
        app.get(
          "/",
          validate({ response }, responses && { responseMode: responses }),
          asyncHandler(async (_req, res) => {
            res.status(status).json(body);
          }),
        ),
      { express },
    );

  it("strips a response that fits to its schema, by status", async () => {
    const full = { id: 1, password: "hunter2" };
    await using ok = await serving(full);
    await using created = await serving(full, "enforce", 201);
    await using unchecked = await serving(full, "enforce", 202);

    expect((await ok.api.get("/")).body).toEqual({ id: 1, tags: [] });
    expect((await created.api.get("/")).body).toEqual({ id: 1 });
    expect((await unchecked.api.get("/")).body).toEqual(full);
    expect([...ok.records, ...created.records, ...unchecked.records]).toEqual([]);
  });

  it("sends 500 for a response that does not fit, and only the record says why", async () => {
    await using app = await serving({ id: "hunter2", tags: ["a", 1] });

    const answer = await app.api.get("/");

    expect(problem(answer)).toMatchObject({ status: 500, code: "internal_error" });
    expect(answer.body).not.toHaveProperty("errors");
    expect(answer.text + JSON.stringify(app.records)).not.toContain("hunter2");
    expect(app.records).toMatchObject([
      {
        level: "error",
        status: 500,
        outcome: "sent",
        error: { message: "The response with status 200 does not match its schema." },
        context: {
          response: {
            status: 200,
            errorCount: 2,
            errors: [
              { pointer: "#/id", code: "wrong_type", detail: "must be a number" },
              { pointer: "#/tags/1", code: "wrong_type", detail: "must be a string" },
            ],
          },
        },
      },
    ]);
  });

  it("with responseMode report, sends a response that does not fit, and reports it once", async () => {
    await using app = await serving({ id: "x" }, "report");

    const answer = await app.api.get("/");
    await expect.poll(() => app.records).toHaveLength(1);

    expect(answer).toMatchObject({ status: 200, body: { id: "x" } });
    expect(app.records).toMatchObject([
      { level: "error", outcome: "late", context: { response: { errorCount: 1 } } },
    ]);
  });

  it("reports only once a response that another middleware delays has been sent", async () => {
    await using app = await serve(
      (app) => {
        app.use((_req, res, next) => {
          const end = res.end.bind(res) as (...args: unknown[]) => void;
          res.end = (...args: unknown[]) => {
            setTimeout(() => end(...args), 50);
            return res;
          };
          next();
        });
        app.get("/", validate({ response }, { responseMode: "report" }), (_req, res) => {
          res.json({ id: "x" });
        });
      },
      { express },
    );

    expect(await app.api.get("/")).toMatchObject({ status: 200, body: { id: "x" } });
    await expect.poll(() => app.records).toMatchObject([{ outcome: "late" }]);
  });

  it("leaves the connection to the next request when a handler fails after it called json", async () => {
    await using app = await serve(
      (app) => {
        app.use((req, res, next) => {
          res.set("x-port", String(req.socket.remotePort));
          next();
        });
        app.get("/both", validate({ response: { 200: Slow } }), (_req, res) => {
          res.json({ id: 1 });
          throw new ConflictError("Taken after all.");
        });
        app.get("/next", (_req, res) => void res.json("next"));
      },
      { express, keepHeaders: ["X-Port"] },
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });

    const first = await app.api.get("/both").agent(agent);
    const second = await app.api.get("/next").agent(agent);

    agent.destroy();
    expect(problem(first).detail).toBe("Taken after all.");
    expect(second.body).toBe("next");
    expect(second.headers["x-port"]).toBe(first.headers["x-port"]);
  });

  // fault: response-check-then-more
  describe.each([
    ["a check that settles at once", Article],
    ["a check that takes a while", Slow],
    ["zod 3", z3.object({ id: z3.number() })],
  ])("with %s", (_check, schema) => {
    it.each<[what: string, goOn: RequestHandler]>([
      ["ends the response", (_req, res) => void res.end()],
      ["passes the request on", (_req, _res, next) => next()],
      ["sends a 404 if nothing was sent", sendIfUnsent],
      ["sets the status", (_req, res) => void res.status(500)],
      ["sets a header if nothing was sent", setIfUnsent],
    ])("sends what json was given when the handler then %s", async (_what, goOn) => {
      await using app = await serve(
        (app) =>
          app.get("/", validate({ response: { 200: schema } }), (req, res, next) => {
            res.status(200).json({ id: 1, more: true });
            goOn(req, res, next);
          }),
        { express },
      );

      const received = await app.api.get("/");

      expect(received).toMatchObject({ status: 200, body: { id: 1 } });
      expect(received.body).not.toHaveProperty("more");
      expect(received.headers).not.toHaveProperty("x-late");
      expect(app.records).toEqual([]);
    });

    it("sends a 500 for a mismatch whatever the handler does afterwards", async () => {
      await using app = await serve(
        (app) => {
          const router = express.Router();
          router.get("/", validate({ response: { 200: schema } }), (_req, res) => {
            res.json({ id: "x" }).end();
          });
          app.use(router);
        },
        { express },
      );

      expect(problem(await app.api.get("/"))).toMatchObject({ status: 500 });
      expect(app.records).toMatchObject([{ status: 500, outcome: "sent" }]);
    });

    it("sends the failure of a handler that throws before json has sent", async () => {
      await using app = await serve(
        (app) =>
          app.get("/", validate({ response: { 200: schema } }), (_req, res) => {
            res.json({ id: "x" });
            throw new ConflictError("Taken after all.");
          }),
        { express },
      );

      expect(problem(await app.api.get("/")).detail).toBe("Taken after all.");
    });
  });

  it("checks no response with responseMode off", async () => {
    await using app = await serving({ id: "x" }, "off");

    expect((await app.api.get("/")).body).toEqual({ id: "x" });
    expect(app.records).toEqual([]);
  });

  it("does not check problems, texts and failures of the handler", async () => {
    await using app = await serve(
      (app) => {
        const checked = validate({ response: { 200: Article, 409: Article } });
        app.get("/problem", checked, () => {
          throw new ConflictError("Taken.");
        });
        app.get("/text", checked, (_req, res) => void res.send("text"));
        app.get("/object", checked, (_req, res) => void res.send({ id: 1, more: true }));
        app.get("/both", checked, (_req, res) => {
          res.json({ id: 1 });
          throw new ConflictError("Taken after all.");
        });
      },
      { express },
    );

    expect(problem(await app.api.get("/problem")).detail).toBe("Taken.");
    expect((await app.api.get("/text")).text).toBe("text");
    expect((await app.api.get("/object")).body).toEqual({ id: 1, tags: [] });
    expect((await app.api.get("/both")).body).toEqual({ id: 1, tags: [] });
    expect(app.records).toMatchObject([{ outcome: "sent" }, { outcome: "late" }]);
  });

  it.each(["enforce", "report"] as const)("reports a schema that fails: %s", async (responses) => {
    const failing = z.object({}).refine(async () => {
      throw new Error("ECONNREFUSED");
    });
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          validate({ response: { 200: failing } }, { responseMode: responses }),
          (_req, res) => {
            res.json({ a: 1 });
          },
        ),
      { express },
    );

    const answer = await app.api.get("/");
    await expect.poll(() => app.records).toHaveLength(1);

    expect(answer.status).toBe(responses === "enforce" ? 500 : 200);
    expect(answer.text).not.toContain("ECONNREFUSED");
    expect(app.records[0]).toMatchObject({ error: { message: "ECONNREFUSED" } });
  });
});

it.each([
  [
    "an unknown status",
    { response: { ok: Article } },
    {},
    'response has the key "ok", which is not a status',
  ],
  ["no schema", { response: { 200: {} } }, {}, "response 200 must be a Standard Schema"],
  ["no status", { response: {} }, {}, "response must be an object of schemas by status"],
  [
    "an unknown mode",
    { response },
    { responseMode: "on" },
    'responseMode must be "enforce", "report" or "off"',
  ],
])("refuses %s when the app starts", (_what, schemas, options, message) => {
  expect(() => Reflect.apply(validate, undefined, [schemas, options])).toThrow(
    `validate: ${message}`,
  );
});
