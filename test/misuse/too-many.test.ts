import { asyncHandler, notFoundHandler } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { guardCallback } from "express-backstop/process";
import { describe, expect, it } from "vitest";

type AnyFunction = (...args: unknown[]) => unknown;

describe("a second function", () => {
  it.each<[string, AnyFunction]>([
    [
      "asyncHandler: handler must be a function, got two; wrap each by itself. Write asyncHandler(async (req, res) => { … }).",
      asyncHandler as AnyFunction,
    ],
    [
      "operation: handler takes one function. Write .handler(handler), and guards before it.",
      operation({ errors: [] }).handler as AnyFunction,
    ],
    [
      "guardCallback takes one function. Write guardCallback((err, value) => { … }) or callbackHandler(next, onSuccess).",
      guardCallback as AnyFunction,
    ],
  ])("is refused and not dropped: %s", (message, wrap) => {
    const [one, other] = [() => {}, () => {}];

    expect(() => wrap(one, other)).toThrow(new TypeError(message));
  });

  it("is not what map() passes", () => {
    const handlers = [() => {}, () => {}];

    expect(handlers.map(asyncHandler)).toHaveLength(2);
    expect(handlers.map(guardCallback)).toHaveLength(2);
  });

  it("does not show in the arity", () => {
    expect([asyncHandler, guardCallback].map(({ length }) => length)).toEqual([1, 1]);
  });
});

it("notFoundHandler says that it takes no options", () => {
  expect(() => Reflect.apply(notFoundHandler, undefined, [{ message: "x" }])).toThrow(
    new TypeError("notFoundHandler takes no options."),
  );
});
