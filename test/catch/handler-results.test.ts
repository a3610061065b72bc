import { asyncHandler } from "express-backstop";
import { expect, it, vi } from "vitest";
import { revokedProxy } from "../support/hostile.ts";
import { serverResponse } from "../support/server-response.ts";

type Next = (error?: unknown) => void;

it.each<[string, object, PropertyDescriptor]>([
  ["an object", {}, { value: rejectSoon }],
  ["a function", () => {}, { value: rejectSoon }],
  ["an object whose then can be read once", {}, { get: once(rejectSoon) }],
])("fails the run of a handler that returns a thenable, %s, which rejects", async (...row) => {
  const [, result, then] = row;
  const calls: unknown[] = [];

  // oxlint-disable-next-line unicorn/no-thenable -- what such a handler returns
  const handler = () => Object.defineProperty(result, "then", then);

  asyncHandler<[object, object, Next]>(handler)(...exchanged(), (error) => calls.push(error));
  await new Promise(setImmediate);

  expect(calls).toMatchObject([{ cause: "no" }]);
});

it("does not wait for the response that a handler returns, of which a mock may make a thenable", () => {
  const then = vi.fn<() => void>();
  // oxlint-disable-next-line unicorn/no-thenable -- what such a mock is
  const res = { then };

  asyncHandler((_req: object, response: object) => response)({}, res);

  expect(then).not.toHaveBeenCalled();
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

it.each<[string, () => unknown]>([
  ["a generator", () => numbers()],
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
  ["null", null],
  ["a value", 7],
  ["a promise for a proxy whose tag cannot be read", Promise.resolve(untagged())],
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

async function* pages() {
  yield 1;
}

function* numbers() {
  yield 1;
}

/** Creates a proxy that throws when its tag is read. */
function untagged(): object {
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (name === Symbol.toStringTag) throw new Error("no tag");
        return undefined;
      },
    },
  );
}

function exchanged() {
  const { req, res } = serverResponse();
  return [req, res] as const;
}

function rejectSoon(_resolve: unknown, reject: (reason: unknown) => void): void {
  reject("no");
}

/** Creates a getter that has a value only the first time. */
function once(value: unknown): () => unknown {
  const values = [value];
  return () => values.pop();
}
