import { asyncHandler } from "express-backstop";
import { expect, it } from "vitest";
import { revokedProxy } from "../support/hostile.ts";

const marker = Symbol("marker");

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

// fault: thenable
it("calls next once for a thenable that settles twice and then throws", async () => {
  const calls: unknown[] = [];
  const handler = asyncHandler((_req: unknown, _res: unknown, _next: (error: unknown) => void) => ({
    // oxlint-disable-next-line unicorn/no-thenable -- what such a handler returns
    then(_resolve: unknown, reject: (reason: unknown) => void) {
      reject("first");
      reject("second");
      throw new Error("third");
    },
  }));

  handler({}, {}, (error) => calls.push(error));
  await new Promise(setImmediate);

  expect(calls).toEqual([expect.objectContaining({ cause: "first" })]);
});

it("refuses a generator function, which nobody would run", () => {
  expect(() => asyncHandler(pages as never)).toThrow("pages is a generator");
});

it.each<[string, () => unknown]>([
  ["an async generator", () => pages()],
  ["a promise for a generator", async () => pages()],
])("fails the run of a handler that returns %s, whose body never runs", async (_what, handler) => {
  const calls: unknown[] = [];

  asyncHandler<[object, object, (error: unknown) => void]>(handler)({}, {}, (error) =>
    calls.push(error),
  );
  await new Promise(setImmediate);

  expect(calls).toMatchObject([{ message: expect.stringContaining("returned a generator") }]);
});

it.each<[string, unknown]>([
  ["nothing", undefined],
  ["a value", 7],
  ["an object", {}],
  // oxlint-disable-next-line unicorn/no-thenable -- what such a handler returns
  ["an object whose then is not a function", { then: 1 }],
  ["a function", () => {}],
  ["a proxy without a tag", new Proxy({}, { get: () => undefined })],
])("takes %s that a handler returns for success", async (_what, returned) => {
  const calls: unknown[] = [];

  asyncHandler<[object, object, (error: unknown) => void]>(() => returned)({}, {}, (error) =>
    calls.push(error),
  );
  await new Promise(setImmediate);

  expect(calls).toEqual([]);
});

it("fails the run of a handler whose result throws when it is read", () => {
  const calls: unknown[] = [];
  const handler = asyncHandler<[object, object, (error: unknown) => void]>(() => revokedProxy());

  handler({}, {}, (error) => calls.push(error));

  expect(calls).toEqual([expect.any(TypeError)]);
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
    "the handler has 6 parameters; Express passes at most 5. Write (req, res, next).",
  ],
])("refuses %o for a handler", (handler, message) => {
  expect(() => asyncHandler(handler as never)).toThrow(message);
});

async function* pages() {
  yield 1;
}
