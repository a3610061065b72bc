import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { unwrappedAsyncHandler } from "../../src/source/rules/unwrapped-async-handler.ts";
import { sourceRules } from "../../src/source/source-rules.ts";
import type { SyntaxNode } from "../../src/source/syntax-node.ts";

const rules = new Map([...sourceRules, unwrappedAsyncHandler].map((rule) => [rule.id, rule]));

/** Returns the texts in which a rule finds a mistake. */
function found(id: string, code: string): readonly string[] {
  const { program, errors } = parseSync("app.ts", code);
  expect(errors).toEqual([]);
  // What oxc-parser returns is a node.
  const nodes = rules.get(id)?.find(program as unknown as SyntaxNode) ?? [];
  return nodes.map(({ start, end }) => code.slice(Number(start), Number(end)));
}

const handler = (body: string) => `app.get("/", (req, res, next) => { ${body} });`;

describe("missing-return", () => {
  it.each([
    ["an if without return", "if (a) res.send(1); res.send(2);", ["res.send(1)"]],
    ["an error that is passed on", "if (a) { next(a); } res.json(2);", ["next(a)"]],
    ["next() before a response", "next(); res.json(2);", ["next()"]],
    ["a response before an error", "res.json(2); next(new Error());", ["res.json(2)"]],
    [
      "a chain on the response",
      "if (a) res.status(404).json({}); res.end('x');",
      ["res.status(404).json({})"],
    ],
    [
      "a try that responds and goes on",
      "try { res.json(f()); } catch {} res.json(1);",
      ["res.json(f())"],
    ],
    [
      "a catch that responds and goes on",
      "try { f(); } catch { res.sendStatus(500); } res.json(1);",
      ["res.sendStatus(500)"],
    ],
    ["a loop", "for (const x of xs) { if (x) res.json(x); } res.json(1);", ["res.json(x)"]],
    ["a break out of a loop", "while (a) { res.json(1); break; } res.json(2);", ["res.json(1)"]],
    [
      "a case without break",
      "switch (a) { case 1: res.json(1); case 2: res.json(2); }",
      ["res.json(1)"],
    ],
    [
      "a switch that goes on",
      "switch (a) { case 1: res.json(1); break; } res.json(2);",
      ["res.json(1)"],
    ],
    ["an and", "a && res.json(1); res.json(2);", ["res.json(1)"]],
    ["an else branch", "if (a) return; else res.json(1); res.json(2);", ["res.json(1)"]],
    [
      "a promise that is awaited",
      "if (a) await res.render('x'); res.json(2);",
      ["res.render('x')"],
    ],
    [
      "a callback in the handler",
      "db.find((err, row) => { if (err) next(err); res.json(row); });",
      ["next(err)"],
    ],
  ])("finds %s", (_what, body, expected) => {
    expect(found("missing-return", handler(body).replace("(req", "async (req"))).toEqual(expected);
  });

  it.each([
    ["a return", "if (a) return res.send(1); res.send(2);"],
    ["a return after it", "if (a) { res.send(1); return; } res.send(2);"],
    ["an else", "if (a) res.send(1); else res.send(2);"],
    ["a throw", "if (a) { res.send(1); throw a; } res.send(2);"],
    ["a try with one response on each path", "try { res.json(f()); } catch (e) { next(e); }"],
    ["a switch with breaks", "switch (a) { case 1: res.json(1); break; default: res.json(2); }"],
    [
      "a switch in which every case returns",
      "switch (a) { case 1: return res.json(1); default: res.json(2); }",
    ],
    ["a question for headersSent", "res.json(1); if (res.headersSent) return; res.json(2);"],
    ["a response in a callback", "db.on('row', () => res.json(1)); res.status(202);"],
    ["parts of one response", "res.write('a'); res.write('b'); res.end();"],
    ["an end after json", "res.json(1); res.end();"],
    ["next after a response", "res.json(1); next();"],
    ["a loop with return", "for (const x of xs) { if (x) { res.json(x); return; } } res.json(1);"],
    ["a conditional response", "a ? res.json(1) : res.json(2);"],
    ["a response of another function", "cache.send(1); cache.send(2);"],
    ["a labeled loop", "outer: for (;;) { for (;;) { continue outer; } } "],
  ])("finds nothing where there is %s", (_what, body) => {
    expect(found("missing-return", handler(body))).toEqual([]);
  });

  it("knows the response by its position in a handler, whatever it is called", () => {
    const code = "router.post('/', function (a, b) { if (a.x) b.json(1); b.json(2); });";

    expect(found("missing-return", code)).toEqual(["b.json(1)"]);
  });
});

describe("dropped-error", () => {
  it.each([
    ["one that is not used", "fs.readFile(p, (err, data) => { res.send(data); });"],
    ["one with an underscore", "fs.readFile(p, (_err, data) => { res.send(data); });"],
    [
      "one that is only printed",
      "fs.readFile(p, (err, data) => { console.error(err); res.send(data); });",
    ],
    [
      "one that is printed if there is one",
      "fs.readFile(p, (err, data) => { if (err) { logger.warn(err); } res.send(data); });",
    ],
    ["one of a function", "store.save(x, function (error) { res.end(); });"],
  ])("finds %s", (_what, body) => {
    expect(found("dropped-error", handler(body))).toHaveLength(1);
  });

  it.each([
    ["next", "fs.readFile(p, (err, data) => { if (err) return next(err); res.send(data); });"],
    [
      "a response",
      "fs.readFile(p, (err, data) => { if (err) { res.sendStatus(404); } else res.send(data); });",
    ],
    [
      "a promise that rejects",
      "new Promise((ok, no) => fs.readFile(p, (err, data) => (err ? no(err) : ok(data))));",
    ],
    ["catch", "f().catch((err) => { res.sendStatus(500); });"],
    ["the error event of an emitter", "stream.on('error', (err) => { res.destroy(); });"],
    [
      "an assignment",
      "fs.readFile(p, (err, data) => { if (err) failed = true; res.send(data); });",
    ],
  ])("finds nothing where the error goes to %s", (_what, body) => {
    expect(found("dropped-error", handler(body))).toEqual([]);
  });

  it("leaves alone what runs outside of handlers", () => {
    expect(found("dropped-error", "fs.readFile(p, (err, data) => { start(data); });")).toEqual([]);
    expect(
      found("dropped-error", "app.use((error, req, res, next) => { res.sendStatus(500); });"),
    ).toEqual([]);
  });
});

describe("throw-in-callback", () => {
  it.each([
    ["an error-first callback", "fs.stat(p, (err, s) => { if (err) throw err; res.json(s); });"],
    ["a timer", "setTimeout(() => { throw new Error(); }, 1);"],
    ["process.nextTick", "process.nextTick(() => { throw new Error(); });"],
    ["an emitter", "req.on('end', function () { throw new Error(); });"],
  ])("finds a throw in the callback of %s", (_what, body) => {
    expect(found("throw-in-callback", handler(body))).toHaveLength(1);
  });

  it.each([
    ["in the handler", "throw new Error();"],
    ["behind a catch", "setTimeout(() => { try { throw new Error(); } catch {} }, 1);"],
    ["in a promise", "f().then(() => { throw new Error(); });"],
    ["in catch", "f().catch((err) => { throw err; });"],
    [
      "in a callback that is guarded",
      "store.save(x, callbackHandler(next, () => { throw new Error(); }));",
    ],
    ["in a function of an array", "xs.map((x) => { throw new Error(); });"],
    ["in an async callback", "setTimeout(async () => { throw new Error(); }, 1);"],
  ])("finds nothing for a throw %s", (_what, body) => {
    expect(found("throw-in-callback", handler(body))).toEqual([]);
  });

  it("finds a throw in a finally or a catch, which nothing catches", () => {
    const body = "setTimeout(() => { try { f(); } catch (e) { throw e; } }, 1);";

    expect(found("throw-in-callback", handler(body))).toEqual(["throw e;"]);
  });
});

describe("unhandled-promise", () => {
  it.each([
    ["then alone", "f().then((x) => res.json(x));"],
    ["then and finally", "f().then((x) => res.json(x)).finally(() => {});"],
    ["void", "void f().then((x) => res.json(x));"],
  ])("finds %s", (_what, body) => {
    expect(found("unhandled-promise", handler(body))).toHaveLength(1);
  });

  it.each([
    ["catch", "f().then((x) => res.json(x)).catch(next);"],
    ["a second function of then", "f().then((x) => res.json(x), next);"],
    ["return", "return f().then((x) => res.json(x));"],
    ["await", "await f().then((x) => res.json(x));"],
    ["a variable", "const x = f().then((y) => y);"],
  ])("finds nothing where there is %s", (_what, body) => {
    expect(found("unhandled-promise", handler(body).replace("(req", "async (req"))).toEqual([]);
  });

  it("leaves alone what runs outside of handlers", () => {
    expect(found("unhandled-promise", "connect().then(() => app.listen(3000));")).toEqual([]);
  });
});

describe("status-on-error", () => {
  it.each([
    ["an assignment", "const failed = new Error('x'); failed.status = 404;"],
    ["an assignment to err", "err.statusCode = 404;"],
    ["a cast", "(error as Failure).status = 404;"],
    ["Object.assign", "throw Object.assign(new TypeError('x'), { status: 404 });"],
  ])("finds %s", (_what, code) => {
    expect(found("status-on-error", code)).toHaveLength(1);
  });

  it.each([
    ["the status of a response", "res.statusCode = 404; res.status = 1;"],
    ["a status that is read", "res.status(err.status || 500);"],
    ["a status of a record", "const order = {}; order.status = 'open';"],
    ["a code", "err.code = 'E_X';"],
    ["another assign", "Object.assign(order, { status: 'open' });"],
  ])("leaves %s alone", (_what, code) => {
    expect(found("status-on-error", code)).toEqual([]);
  });
});

describe("debug-in-production", () => {
  it.each([
    ["true", "true", 1],
    ["an object", "{ production: true }", 1],
    ["a condition", 'process.env.NODE_ENV !== "production"', 0],
    ["false", "false", 0],
  ])("judges %s", (_what, value, count) => {
    expect(
      found("debug-in-production", `app.use(errorHandler({ debug: ${value} }));`),
    ).toHaveLength(count);
  });
});

describe("foreign-error-response", () => {
  const limit = 'import { rateLimit } from "express-rate-limit";';
  const proxy = 'const { createProxyMiddleware } = require("http-proxy-middleware");';

  it.each([
    ["a rate limiter", `${limit} app.use(rateLimit({ limit: 1 }));`, 1],
    ["a rate limiter without options", `${limit} app.use(rateLimit());`, 1],
    ["a rate limiter with a handler", `${limit} app.use(rateLimit({ handler }));`, 0],
    ["a rate limiter whose options are elsewhere", `${limit} app.use(rateLimit(options));`, 0],
    ["a proxy", `${proxy} app.use(createProxyMiddleware({ target }));`, 1],
    ["a proxy with on.error", `${proxy} app.use(createProxyMiddleware({ on: { error } }));`, 0],
    ["a function of another package", 'import { rateLimit } from "./limit.js"; rateLimit({});', 0],
  ])("judges %s", (_what, code, count) => {
    expect(found("foreign-error-response", code)).toHaveLength(count);
  });
});

describe("unwrapped-async-handler", () => {
  it.each([
    ["a handler", "app.get('/', async (req, res) => {});"],
    ["a middleware", "router.use(async (req, res, next) => {});"],
    ["one in a chain", "router.route('/').get(f).post(async function (req, res) {});"],
    ["one in an array", "app.get('/', [guard, async (req, res) => {}]);"],
    ["one with a name", "const list = async (req, res) => {}; app.get('/', list);"],
    ["one that prints failures", "app.get('/', async (q, r) => { try { await f(); } catch {} });"],
    ["one that goes on", "app.get('/', async (q, r, n) => { await f().then(g); n(); });"],
    [
      "one on a router with another name",
      "import { Router } from 'express'; const r = Router(); r.get('/', async () => {});",
    ],
  ])("finds %s", (_what, code) => {
    expect(found("unwrapped-async-handler", code)).toHaveLength(1);
  });

  it.each([
    ["one that is wrapped", "app.get('/', asyncHandler(async (req, res) => {}));"],
    [
      "one that passes its failures on",
      "app.get('/', async (q, r, n) => { try { await f(); } catch (e) { n(e); } });",
    ],
    ["one that passes next to a promise", "app.use(async (q, r, n) => { await f().catch(n); });"],
    ["one with a rejection handler", "app.use(async (q, r, n) => { await f().then(g, n); });"],
    ["the client of another server", "axios.get('/', async (res) => {});"],
    ["a client of the app", "app.locals.db.get('x', async () => {});"],
    ["what a method of the app returns", "app.listen(3000).get('x', async () => {});"],
    ["a plain handler", "app.get('/', (req, res) => {});"],
  ])("leaves %s alone", (_what, code) => {
    expect(found("unwrapped-async-handler", code)).toEqual([]);
  });
});

it("survives code that is nested more deeply than the stack of a program", () => {
  const code = `app.get("/", (req, res) => { ${"if (a) {".repeat(3000)} ${"}".repeat(3000)} });`;

  for (const id of rules.keys()) expect(found(id, code)).toEqual([]);
});

describe("handlers whose parameters have other names", () => {
  const mistakes: readonly (readonly [id: string, body: string])[] = [
    ["dropped-error", "fs.readFile('x', (err, data) => { r.send(data); });"],
    [
      "throw-in-callback",
      "fs.readFile('x', (err, data) => { if (err) throw err; r.send(data); });",
    ],
    ["unhandled-promise", "f().then((d) => r.send(d));"],
    ["missing-return", "if (a) r.send(1); r.send(2);"],
    ["missing-return", "if (a) n(a); r.send(2);"],
    ["returned-error", "return new NotFoundError('x');"],
  ];

  it.each(mistakes)("are known by their position: %s, %s", (id, body) => {
    for (const code of [
      `app.get("/", (q, r, n) => { ${body} });`,
      `app.route("/").post(function (q, r, n) { ${body} });`,
      `router.use("/", check, [(q, r, n) => { ${body} }]);`,
      `app.get("/", asyncHandler(async (q, r, n) => { ${body} }));`,
      `const show = (q, r, n) => { ${body} }; router.get("/", show);`,
      `async function show(q, r, n) { ${body} } router.get("/", wrapAsync(async (q, r, n) => { ${body} }));`,
      `app.use((failure, q, r, n) => { ${body} });`,
    ])
      expect([code, found(id, code).length]).toEqual([code, 1]);
  });

  it.each(mistakes)("are not taken for those of other functions: %s, %s", (id, body) => {
    for (const code of [
      `cache.get("/", (q, r, n) => { ${body} });`,
      `app.get("/", validate((q, r, n) => { ${body} }));`,
      `app.get("key", (error, r) => { ${body.replaceAll("n(a)", "m(a)")} });`,
      `app.locals.db.get("/", (q, r, n) => { ${body} });`,
      `const sum = (q, r, n) => { ${body} };`,
    ])
      expect([code, found(id, code)]).toEqual([code, []]);
  });
});

describe("returned-error", () => {
  it.each([
    ["a statement", "if (a) return new NotFoundError('x'); res.json(1);", 1],
    ["two", "if (a) return new NotFoundError(); return new errors.GoneError();", 2],
    ["a cast", "return new NotFoundError('x') as never;", 1],
    ["next", "return next(new NotFoundError('x'));", 0],
    ["a throw", "throw new NotFoundError('x');", 0],
    ["a response", "return res.json(new NotFoundError('x'));", 0],
    ["a function inside", "const make = () => new NotFoundError(); throw make();", 0],
    ["another class", "return new Response();", 0],
  ])("finds a handler that returns an error: %s", (_what, body, count) => {
    expect(found("returned-error", handler(body))).toHaveLength(count);
  });

  it("finds the value of an arrow, and leaves functions alone that make an error of a request", () => {
    expect(found("returned-error", 'app.get("/", (req, res) => new GoneError());')).toEqual([
      "new GoneError()",
    ]);
    expect(found("returned-error", "const gone = (req, res) => new GoneError();")).toEqual([]);
  });
});
