import { setImmediate as nextTurn } from "node:timers/promises";
import type { ErrorRequestHandler } from "express";
import { errorHandler, type FailureRecord } from "express-backstop";
import { describe, expect, it } from "vitest";
import { rememberFailed } from "../../src/request/failed-request.ts";
import {
  findErrorHandler,
  hasErrorHandler,
  reportAfterHandled,
  reportDetached,
  respondDirectly,
} from "../../src/request/late-failures.ts";
import { expresses } from "../support/expresses.ts";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

describe("reportAfterHandled", () => {
  const { req, res } = serverResponse();
  const error = new Error("x");

  it("is false as long as no error middleware has handled a failure of the request", () => {
    const failed = rememberFailed(serverResponse().req);
    expect(reportAfterHandled(undefined, req, error)).toBe(false);
    expect(reportAfterHandled(failed, req, error)).toBe(false);

    failed.onLateFailure = () => expect.unreachable();

    expect(reportAfterHandled(failed, req, error)).toBe(false);
  });

  it("reports with the response that the error middleware was called with", () => {
    const failed = rememberFailed(serverResponse().req);
    const reported: unknown[] = [];
    failed.onLateFailure = (...args) => void reported.push(args);
    failed.res = res;

    expect(reportAfterHandled(failed, req, error)).toBe(true);
    expect(reported).toEqual([[error, req, res]]);
  });
});

describe.each(expresses)("the error middleware of an app on %s", (_name, express) => {
  it("of the innermost app is found, the first of several as Express does, whatever is mounted around it", async () => {
    const records: [string, FailureRecord][] = [];
    const named = (name: string): ErrorRequestHandler =>
      errorHandler({ reporter: (record) => records.push([name, record]) });
    const [outer, inner, bare] = [express(), express(), express()];
    outer.use("/inner", inner).use("/bare", bare).use(named("outer"));
    inner
      .use(named("first"))
      .use(named("last"))
      .use((_req, _res, next) => next());

    for (const app of [outer, inner, bare]) {
      const { req, res } = serverResponse();
      reportDetached(Object.assign(req, { app }), res, new Error("x"));
    }

    await expect.poll(() => records.map(([name]) => name)).toEqual(["outer", "first", "outer"]);
    expect(warnings).toEqual([]);
  });

  it("is the one that is mounted for the path of the request", async () => {
    const records: [string, FailureRecord][] = [];
    const named = (name: string): ErrorRequestHandler =>
      errorHandler({ reporter: (record) => records.push([name, record]) });
    const app = express();
    app.use("/admin", named("admin")).use("/api", named("api")).use(named("other"));

    for (const originalUrl of ["/api/articles?page=1", "/apis", "/admin"]) {
      const { req, res } = serverResponse();
      reportDetached(Object.assign(req, { app, originalUrl }), res, new Error("x"));
    }

    await expect.poll(() => records.map(([name]) => name)).toEqual(["api", "other", "admin"]);
  });

  it("is found behind the wrapper of an instrumentation", () => {
    const { req, res, written } = serverResponse();
    const original = errorHandler({ reporter: false });
    const wrapper: ErrorRequestHandler = (error, _req, _res, next) => next(error);
    const app = express().use(Object.assign(wrapper, { __original: original }));
    Object.assign(req, { app });

    expect(respondDirectly(req, res, new Error("x"))).toBe(true);
    expect(written()).toContain("500 Internal Server Error");
  });

  it("responds when it is called directly", () => {
    const { req, res, written } = serverResponse();
    const app = express().use(errorHandler({ reporter: false }));
    Object.assign(req, { app });

    expect(respondDirectly(req, res, new Error("x"))).toBe(true);
    expect(written()).toContain("500 Internal Server Error");
  });

  it("is missing in an app that has none, and then nobody responds", () => {
    const { req, res, written } = serverResponse();
    const foreign: ErrorRequestHandler = (_error, _req, _res, _next) => expect.unreachable();
    Object.assign(req, { app: express().use(foreign) });

    expect(respondDirectly(req, res, new Error("x"))).toBe(false);
    expect(hasErrorHandler(req)).toBe(false);
    expect(written()).toBe("");
  });

  it("is found whatever its path, where the request does not say its own", () => {
    const { req } = serverResponse();
    const handler = errorHandler({ reporter: false });
    Object.assign(req, { app: express().use("/admin", handler) });
    expect(findErrorHandler(req)).toBe(handler);

    Object.assign(req, { originalUrl: "/api" });

    expect(findErrorHandler(req)).toBeUndefined();
    expect(hasErrorHandler(req)).toBe(false);
  });

  it("of an inner app is found whatever its path, which is not that of the request", () => {
    const { req } = serverResponse();
    const handler = errorHandler({ reporter: false });
    const [outer, inner] = [express(), express()];
    outer.use("/inner", inner);
    inner.use("/admin", handler);

    Object.assign(req, { app: inner, originalUrl: "/inner/admin" });

    expect(findErrorHandler(req)).toBe(handler);
    expect(hasErrorHandler(req)).toBe(true);
  });
});

it.each([[null], [undefined], [{}]])("there is no error middleware for the request %o", (req) => {
  expect(findErrorHandler(req as never)).toBeUndefined();
});

describe("a failure that no error middleware can report", () => {
  it.each<[string, unknown]>([
    ["no app", undefined],
    ["an app of another framework", { stack: 7 }],
    ["an app that cannot be read", Proxy.revocable({}, {}).proxy],
  ])("causes a warning for a request of %s", async (_what, app) => {
    const { req, res } = serverResponse();

    reportDetached(Object.assign(req, { app }), res, new Error("a\nb"));

    await expect
      .poll(() => warnings)
      .toMatchObject([
        {
          code: "BACKSTOP_FAILED_DETACHED",
          message: "A handler failed after it had passed the request on.",
          detail: expect.stringMatching(/^ {4}Error: a\n {4}b\n {8}at /),
        },
      ]);
  });

  it("is named by its words where it has no stack", async () => {
    const { req, res } = serverResponse();

    reportDetached(req, res, "text");
    await nextTurn();

    expect(warnings).toMatchObject([{ detail: "    text" }]);
  });

  it("is left out where the error middleware has handled the request before", async () => {
    const { req, res } = serverResponse();
    const reported: unknown[] = [];
    Object.assign(rememberFailed(req), {
      res,
      onLateFailure: (thrown: unknown) => reported.push(thrown),
    });

    reportDetached(req, res, "late");
    await nextTurn();

    expect(reported).toEqual(["late"]);
    expect(warnings).toEqual([]);
  });
});
