import { fork } from "node:child_process";
import { once } from "node:events";
import { runInNewContext } from "node:vm";
import type { Express } from "express";
import { asyncHandler, callbackHandler, HttpError, NotFoundError } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

// The stack first: making it reads the others.
const read = ["stack", "name", "message", "code", "cause", "status", "headers", "errors", "then"];

// What Express takes for no failure at all, or for a route to skip.
const signals: readonly (readonly [string, unknown])[] = [
  ["undefined, which Express takes for success", undefined],
  ["null", null],
  ["0", 0],
  ["NaN", Number.NaN],
  ["false", false],
  ["an empty string", ""],
  ["0n", 0n],
  ["'route', which Express takes for a skip", "route"],
  ["'router'", "router"],
];

// Made inside the tests, for vitest reads what stands in a table.
const failures: readonly (readonly [string, () => unknown])[] = [
  ["an unknown Error", () => new Error("secret")],
  ["a string", () => "secret"],
  ["a symbol", () => Symbol("secret")],
  ["a bigint", () => 8n],
  ["a function", () => function secret() {}],
  ["a promise", () => Promise.resolve("secret")],
  ["a plain object", () => ({ message: "secret", statusCode: 404 })],
  [
    "an object without a prototype",
    () => Object.assign(Object.create(null), { message: "secret" }),
  ],
  ["a frozen error", () => Object.freeze(new Error("secret"))],
  ["a sealed error", () => Object.seal(new Error("secret"))],
  [
    "a frozen error of ours with a status of its own",
    () => Object.freeze(new HttpError(500, "secret")),
  ],
  [
    "an error of ours whose errors are a proxy that throws",
    () => own({ errors: hostileProxy([]) }),
  ],
  [
    "an error of ours with an invalid field whose getters throw",
    () => own({ errors: [throwingGetters({}, "in", "pointer", "code", "detail", "toJSON")] }),
  ],
  [
    "an error of ours whose extensions are a proxy that throws",
    () => own({ extensions: hostileProxy() }),
  ],
  [
    "an error of ours whose headers are a proxy that throws",
    () => own({ headers: hostileProxy() }),
  ],
  ["an error without a prototype", () => Object.setPrototypeOf(new Error("secret"), null)],
  ["a proxy of an error", () => new Proxy(new Error("secret"), {})],
  ["a revoked proxy", () => revokedProxy()],
  ["a revoked proxy of an error", () => revokedProxy(new Error("secret"))],
  ["a proxy whose every trap throws", () => hostileProxy()],
  ["a proxy of an error whose every trap throws", () => hostileProxy(new Error("secret"))],
  ["an error whose getters throw", () => throwingGetters(new Error("secret"), ...read)],
  ["an error of ours whose getters throw", () => throwingGetters(forged(), ...read)],
  ["an error whose toJSON and toString throw", () => unspeakable()],
  ["an error whose members are not strings", () => strange()],
  ["an error that is its own cause", () => ownCause()],
  ["an error with a chain of 2,000 causes", () => chain(2000)],
  ["an error caused by a revoked proxy", () => new Error("secret", { cause: revokedProxy() })],
  [
    "an AggregateError",
    () => new AggregateError([new Error("secret 1"), "secret 2", null], "secret"),
  ],
  ["an AggregateError that holds itself", () => ownMember()],
  ["an AggregateError whose errors are a revoked proxy", () => membersOf(revokedProxy([]))],
  ["an AggregateError whose errors are a proxy that throws", () => membersOf(hostileProxy([]))],
  ["an error of another realm", () => runInNewContext("new Error('secret')")],
  ["a plain object of another realm", () => runInNewContext("({ message: 'secret' })")],
  ["a DOMException", () => new DOMException("secret", "AbortError")],
  ["an error with a lone surrogate", () => new Error("secret \ud800")],
  ["an error with 8 MB of message", () => new Error("secret".repeat(1_400_000))],
  [
    "an error with 8 MB of name and code",
    () => Object.assign(new Error("secret"), manyMegabytes()),
  ],
  [
    "an error with a member __proto__",
    () => JSON.parse('{"__proto__":{"status":404},"message":"secret"}'),
  ],
];

describe.each(expresses)("on %s", (name, express) => {
  // fault: thrown-falsy, thrown-route, bare-handler
  it.each(signals)("treats %s as a failure, thrown or rejected", async (_what, thrown) => {
    await using app = await serve(
      (app) => {
        mount(app, () => thrown);
        app.use((_req, res) => void res.send("the guard was passed"));
      },
      { express },
    );

    for (const path of ["/thrown", "/rejected"]) {
      expect(problem(await app.api.get(path)).code).toBe("internal_error");
    }
    expect(app.records).toHaveLength(2);
  });

  // fault: thrown-hostile
  it.each(failures)(
    "responds to %s with one small 500, however it is thrown",
    async (_what, make) => {
      const thrown = make();
      await using app = await serve((app) => mount(app, () => thrown), { express });
      const bare = name === "Express 5" ? ["/bare/thrown", "/bare/rejected"] : ["/bare/thrown"];
      const paths = ["/thrown", "/rejected", "/next", "/callback", ...bare];

      for (const path of paths) {
        const response = await app.api.get(path);

        expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
        expect(response.text.length).toBeLessThan(1000);
        expect(response.text + JSON.stringify(response.headers)).not.toContain("secret");
      }
      expect(app.records).toHaveLength(paths.length);
      for (const record of app.records) {
        expect(JSON.stringify(record).length).toBeLessThan(64_000);
        expect(record).toMatchObject({
          level: "error",
          outcome: "sent",
          error: { name: expect.stringMatching(/./) },
        });
      }
    },
  );

  it("records an error of another realm by its own name and message", async () => {
    const error: unknown = runInNewContext("new RangeError('too much')");
    await using app = await serve((app) => mount(app, () => error), { express });

    await app.api.get("/thrown");

    expect(app.records[0]?.error).toMatchObject({ name: "RangeError", message: "too much" });
    expect(app.records[0]?.error).not.toHaveProperty("causes");
  });

  // fault: thenable
  it("responds when a thenable that is not a promise rejects, throws or cannot be read", async () => {
    /* oxlint-disable unicorn/no-thenable -- what such a handler returns */
    const thenables: Record<string, object> = {
      rejects: { then: (_resolve: unknown, reject: (reason: unknown) => void) => reject("secret") },
      throws: {
        then() {
          throw new Error("secret");
        },
      },
      hides: throwingGetters({}, "then"),
      proxy: hostileProxy(),
    };
    /* oxlint-enable unicorn/no-thenable */
    await using app = await serve(
      (app) =>
        app.get(
          "/:which",
          asyncHandler((req) => thenables[req.params["which"]]),
        ),
      { express },
    );

    for (const which of Object.keys(thenables)) {
      expect(problem(await app.api.get(`/${which}`)).status).toBe(500);
    }
    expect(app.records).toHaveLength(4);
  });

  // fault: generator
  it("responds with 500 when a handler returns a generator, and says so in the record", async () => {
    const generators = { sync: pages, async: pagesLater, promised: async () => pagesLater() };
    await using app = await serve(
      (app) =>
        app.get(
          "/:which",
          asyncHandler((req) => generators[req.params["which"] as keyof typeof generators]()),
        ),
      { express },
    );

    for (const which of Object.keys(generators)) {
      expect(problem(await app.api.get(`/${which}`)).status).toBe(500);
    }
    expect(app.records[0]?.error.message).toContain("returned a generator");
  });

  it("accepts a handler that resolves to a value that cannot be inspected", async () => {
    const hostile = {
      get [Symbol.toStringTag](): never {
        throw new Error("secret");
      },
    };
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            res.json("ok");
            return hostile;
          }),
        ),
      { express },
    );

    expect((await app.api.get("/")).body).toBe("ok");
    expect(app.records).toEqual([]);
  });

  // fault: throw-or-send
  it("responds from each branch of a handler that throws in one and sends in the other", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/articles/:id",
          asyncHandler((req, res) => {
            if (req.params["id"] === "0") throw new NotFoundError("There is no article 0.");
            return res.json({ id: req.params["id"] });
          }),
        ),
      { express },
    );

    expect(problem(await app.api.get("/articles/0")).detail).toBe("There is no article 0.");
    expect((await app.api.get("/articles/1")).body).toEqual({ id: "1" });
    expect(app.records).toHaveLength(1);
  });

  // fault: thrown-huge
  it("cuts a detail of 8 MB, in the response and in the record", async () => {
    const long = new NotFoundError("x".repeat(8_000_000));
    await using app = await serve((app) => mount(app, () => long), { express });

    const response = await app.api.get("/rejected");

    expect(problem(response).status).toBe(404);
    expect(response.text.length).toBeLessThan(4000);
    expect(JSON.stringify(app.records).length).toBeLessThan(8000);
  });

  // fault: hostile-extensions
  it.each([
    ["a bigint", () => ({ odd: 1n })],
    ["a circle", () => ({ odd: circle() })],
    ["a toJSON that throws", () => ({ odd: unspeakable() })],
    ["a getter that throws", () => throwingGetters({}, "odd")],
    ["a getter that throws inside", () => ({ odd: throwingGetters({}, "inner") })],
    ["a revoked proxy", () => ({ odd: revokedProxy() })],
    ["a member named __proto__", () => JSON.parse('{"__proto__":{"odd":1}}'), "__proto__"],
    ["a member the format reserves", () => ({ requestId: "odd" }), "requestId"],
    ["a member named toJSON", () => ({ toJSON: () => ({ odd: 1 }) }), "toJSON"],
  ])(
    "leaves %s out of the extensions, keeps the rest, and says so",
    async (_what, make, member = "odd") => {
      const error = new HttpError(409, "Taken.", {
        extensions: Object.defineProperty(make(), "kept", { value: 1, enumerable: true }),
      });
      await using app = await serve((app) => mount(app, () => error), { express });

      const body = problem(await app.api.get("/thrown"));

      expect(body).toMatchObject({ status: 409, detail: "Taken.", kept: 1 });
      expect(body).not.toHaveProperty("odd");
      expect(app.records[0]?.alsoFailed).toMatchObject([
        { message: expect.stringContaining(`The member "${member}" was left out of the response`) },
      ]);
    },
  );

  it("sends the other extensions when one is nested 50,000 deep", async () => {
    const extensions = { deep: nested(50_000), kept: 1 };
    const error = new HttpError(409, "Taken.", { extensions });
    await using app = await serve((app) => mount(app, () => error), { express });

    // Whether a nesting like that can be written depends on the Node.
    expect(problem(await app.api.get("/thrown"))).toMatchObject({ status: 409, kept: 1 });
  });

  // fault: forged-error
  it.each([
    ["an invalid status", { ...named(), status: { value: 200 } }],
    ["a status that is not an integer", { ...named(), status: { value: 404.5 } }],
    ["a status that is text", { ...named(), status: { value: "404" } }],
    ["no status", named()],
    ["a code that is not a string", { ...named(), status: { value: 404 }, code: { value: 5 } }],
    ["a title that is not a string", { ...named(), status: { value: 404 }, title: { value: 1n } }],
  ])("masks an error forged out of our class, with %s", async (_what, members) => {
    const error: unknown = Object.create(HttpError.prototype, members);
    await using app = await serve((app) => mount(app, () => error), { express });

    expect(problem(await app.api.get("/thrown"))).toMatchObject({
      status: 500,
      code: "internal_error",
    });
  });

  it("sends a forged error without those members that have the wrong type", async () => {
    const error: unknown = Object.create(HttpError.prototype, {
      status: { value: 404 },
      ...named(),
      expose: { value: true },
      message: { value: Symbol("secret") },
      errors: { value: "secret" },
      extensions: { value: "secret" },
      headers: { value: "secret" },
    });
    await using app = await serve((app) => mount(app, () => error), { express });

    const response = await app.api.get("/thrown");

    expect(problem(response)).toEqual({
      type: "/problems/gone_fishing",
      title: "Gone fishing",
      status: 404,
      code: "gone_fishing",
      requestId: expect.any(String),
    });
  });

  it("sends a thrown HttpError as one problem with its members in order", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          throwing(
            new NotFoundError("There is no article with id a17.", {
              code: "article_not_found",
              title: "Article not found",
              extensions: { articleId: "a17" },
            }),
          ),
        ),
      { express },
    );

    const response = await app.api.get("/");

    expect(response.text.replace(/"req_\w+"/, '"…"')).toBe(
      '{"type":"/problems/article_not_found","title":"Article not found","status":404,"code":"article_not_found",' +
        '"detail":"There is no article with id a17.","articleId":"a17","requestId":"…"}',
    );
    problem(response);
  });

  // fault: status-set-before
  it("responds with the status of the failure, whatever the handler had set before", async () => {
    await using app = await serve(
      (app) => {
        app.get(
          "/string",
          asyncHandler(async (_req, res) => {
            res.status(400);
            throw "secret";
          }),
        );
        app.get(
          "/frozen",
          asyncHandler(async (_req, res) => {
            res.status(200).statusMessage = "secret";
            throw Object.freeze(new NotFoundError("No such article."));
          }),
        );
      },
      { express },
    );

    expect(problem(await app.api.get("/string")).status).toBe(500);
    expect(problem(await app.api.get("/frozen")).status).toBe(404);
  });

  // fault: two-copies
  it("recognizes the errors of a second copy of this package", async () => {
    vi.resetModules();
    const copy = await import("express-backstop");
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async () => {
            throw new copy.NotFoundError("From the copy.");
          }),
        ),
      { express },
    );

    expect(copy.NotFoundError).not.toBe(NotFoundError);
    expect(problem(await app.api.get("/"))).toMatchObject({
      status: 404,
      detail: "From the copy.",
    });
  });
});

// fault: polluted-prototype
it("reads nothing off a polluted Object.prototype", async () => {
  const child = fork(new URL("../process/apps/polluted.ts", import.meta.url), {
    execArgv: ["--conditions=express-backstop/source", "--import=tsx"],
  });
  const [port] = (await once(child, "message")) as [number];
  const records: unknown[] = [];
  child.on("message", (record) => records.push(record));
  const answers: unknown[] = [];

  for (const path of ["/thrown", "/rejected", "/object", "/own", "/upstream", "/same"]) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    const text = JSON.stringify([await response.text(), ...response.headers]);
    answers.push({
      path,
      status: response.status,
      title: /"title\\":\\"(.*?)\\"/.exec(text)?.[1],
      leaked: /secret|errorCount/.test(text),
      told: text.includes("No room."),
    });
  }
  await expect.poll(() => records).toHaveLength(6);
  child.kill();

  expect(JSON.stringify(records)).not.toContain("planted");
  const internal = { status: 500, title: "Internal server error", leaked: false, told: false };
  expect(answers).toEqual([
    { path: "/thrown", ...internal },
    { path: "/rejected", ...internal },
    { path: "/object", ...internal },
    { path: "/own", status: 404, title: "Not found", leaked: false, told: false },
    { path: "/upstream", status: 502, title: "Bad gateway", leaked: false, told: false },
    { path: "/same", status: 503, title: "Planted", leaked: false, told: true },
  ]);
  expect(records[0]).toMatchObject({ error: { stack: expect.any(String) as string } });
});

function mount(app: Express, thrown: () => unknown): void {
  app.get("/bare/thrown", () => {
    throw thrown();
  });
  app.get("/bare/rejected", () => Promise.reject(thrown()));
  app.get(
    "/thrown",
    asyncHandler(() => {
      throw thrown();
    }),
  );
  app.get(
    "/rejected",
    asyncHandler(async () => {
      throw thrown();
    }),
  );
  app.get(
    "/next",
    asyncHandler((_req, _res, next) => next(thrown())),
  );
  app.get("/callback", (_req, _res, next) => {
    setImmediate(callbackHandler(next), thrown());
  });
}

function forged(): object {
  return Object.create(HttpError.prototype) as object;
}

function named(): PropertyDescriptorMap {
  return { code: { value: "gone_fishing" }, title: { value: "Gone fishing" } };
}

function unspeakable(): object {
  const refuse = (): never => {
    throw new Error("secret");
  };
  return Object.assign(new Error("secret"), { toJSON: refuse, toString: refuse });
}

function strange(): Error {
  return Object.assign(new Error("secret"), {
    name: 5n,
    message: Symbol("secret"),
    stack: { secret: true },
    code: ["secret"],
    status: { valueOf: () => 404 },
  } as object);
}

function ownCause(): Error {
  const error = new Error("secret");
  error.cause = error;
  return error;
}

function ownMember(): AggregateError {
  const error = new AggregateError([], "secret");
  error.errors.push(error);
  return error;
}

function own(members: object): unknown {
  return Object.assign(new HttpError(500, "secret"), members);
}

function membersOf(errors: object): AggregateError {
  return Object.assign(new AggregateError([], "secret"), { errors });
}

function chain(length: number): Error {
  let error = new Error("secret 0");
  for (let i = 1; i < length; i += 1) error = new Error(`secret ${i}`, { cause: error });
  return error;
}

function manyMegabytes(): object {
  const long = "secret".repeat(1_400_000);
  return { name: long, code: long, stack: long };
}

function circle(): object {
  const value: Record<string, unknown> = {};
  value["self"] = value;
  return value;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = [value];
  return value;
}

function* pages(): Generator<number> {
  yield 1;
}

async function* pagesLater(): AsyncGenerator<number> {
  yield 1;
}
