import { asyncHandler } from "express-backstop";
import { expect, it } from "vitest";

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

async function* pages() {
  yield 1;
}
