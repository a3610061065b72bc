import { runInThisContext } from "node:vm";
import type { Response } from "express";
import { asyncHandler } from "express-backstop";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

type Next = (error?: unknown) => void;
type Act = (next: Next, res: Response) => void;

const marker = Symbol("marker");
const warnings = collectWarnings();
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

// fault: wrapped-identity
it.each([
  [
    "a request handler",
    Object.assign(function getArticle(_req: unknown, _res: unknown) {}, { [marker]: 1 }),
    2,
  ],
  [
    "a request handler with next",
    function getNext(_req: unknown, _res: unknown, _next: unknown) {},
    3,
  ],
  [
    "an error middleware",
    function onError(_e: unknown, _req: unknown, _res: unknown, _next: unknown) {},
    4,
  ],
  [
    "a param handler",
    function byId(_q: unknown, _s: unknown, _n: unknown, _v: unknown, _k: unknown) {},
    5,
  ],
])("keeps arity, name and own properties of %s", (_what, handler, arity) => {
  const wrapped = asyncHandler(handler);

  expect(wrapped).not.toBe(handler);
  expect(wrapped).toHaveLength(arity);
  expect(wrapped.name).toBe(handler.name);
  expect(Reflect.get(wrapped, marker)).toBe(Reflect.get(handler, marker));
});

it("copies nothing that the engine alone gives a function", () => {
  const sloppy = runInThisContext("(function get(req, res) {})") as () => void;

  const wrapped = asyncHandler(sloppy);

  expect(Object.getOwnPropertyNames(wrapped).toSorted()).toEqual(["length", "name", "prototype"]);
  expect(Reflect.get(wrapped, "prototype")).not.toBe(Reflect.get(sloppy, "prototype"));
});

describe.each<[string, (act: Act) => unknown, readonly unknown[], readonly unknown[]]>([
  ["a request handler", (act) => (_q: object, s: Response, n: Next) => act(n, s), [], []],
  [
    "an error middleware",
    (act) => (_e: unknown, _q: object, s: Response, n: Next) => act(n, s),
    [new Error("no")],
    [],
  ],
  [
    "a param handler",
    (act) => (_q: object, s: Response, n: Next, _v: string, _k: string) => act(n, s),
    [],
    ["7", "id"],
  ],
])("%s", (_what, toHandler, before, after) => {
  /** Runs a handler that does something, and returns what it passes to next. */
  function passedBy(act: Act): readonly unknown[] {
    const passed: unknown[] = [];
    const wrapped = asyncHandler(toHandler(act) as never) as (...args: unknown[]) => void;
    wrapped(...before, ...exchanged(), (error: unknown) => passed.push(error), ...after);
    return passed;
  }

  it("can call next once", async () => {
    const passed = passedBy((next, res) => {
      next();
      res.flushHeaders();
      next("second");
    });

    expect(passed).toEqual([undefined]);
    await expect.poll(() => warnings).toMatchObject([{ code: "BACKSTOP_FAILED_DETACHED" }]);
  });

  it("passes on what it throws, and nothing if it returns", () => {
    const thrown = new Error("no");

    expect(
      passedBy(() => {
        throw thrown;
      }),
    ).toEqual([thrown]);
    expect(passedBy(() => {})).toEqual([]);
  });
});

it("watches in development for a handler that settles without a response", async () => {
  vi.stubEnv("NODE_ENV", "development");
  vi.useFakeTimers();

  asyncHandler<[object, object, Next]>(async () => {})(...exchanged(), () => {});
  await Promise.resolve();
  await vi.dynamicImportSettled();

  expect(vi.getTimerCount()).toBe(1);
});

it("does nothing in production when a handler settles", async () => {
  vi.stubEnv("NODE_ENV", "production");
  const onRejection = vi.fn<() => void>();
  process.once("unhandledRejection", onRejection);

  asyncHandler<[object, object, Next]>(async () => {})(...exchanged(), () => {});
  await new Promise(setImmediate);
  process.off("unhandledRejection", onRejection);

  expect(onRejection).not.toHaveBeenCalled();
});

it.each<[string, unknown]>([
  ["pages", function* pages() {}],
  ["the handler", (() => function* () {})()],
])("refuses a generator function, which nobody would run, and calls it %s", (name, handler) => {
  expect(() => asyncHandler(handler as never)).toThrow(
    `asyncHandler: ${name} is a generator, whose body never runs. Write an async function.`,
  );
});

it("calls a handler with the arguments and the this that Express passes", () => {
  const seen: unknown[] = [];
  const that = {};
  const wrapped = asyncHandler(function byId(
    this: unknown,
    _req: object,
    _res: object,
    _next: () => void,
    value: string,
    name: string,
  ) {
    seen.push(this, value, name);
  });

  wrapped.call(that, {}, {}, () => {}, "7", "id");

  expect(seen).toEqual([that, "7", "id"]);
});

it.each<[unknown, string]>([
  [undefined, "asyncHandler: handler must be a function, got undefined. Write asyncHandler("],
  ["get", 'asyncHandler: handler must be a function, got "get".'],
  [
    (_a: 1, _b: 2, _c: 3, _d: 4, _e: 5, _f: 6) => {},
    "asyncHandler: the handler has 6 parameters; Express passes at most 5. Write (req, res, next).",
  ],
  [
    function save(_a: 1, _b: 2, _c: 3, _d: 4, _e: 5, _f: 6) {},
    "asyncHandler: save has 6 parameters; Express passes at most 5.",
  ],
])("refuses %o for a handler", (handler, message) => {
  expect(() => asyncHandler(handler as never)).toThrow(message);
});

function exchanged() {
  const { req, res } = serverResponse();
  return [req, res] as const;
}
