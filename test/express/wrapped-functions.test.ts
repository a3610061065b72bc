import { expect, it } from "vitest";
import { wrappedFunctions } from "../../src/express/wrapped-functions.ts";

const handler = (): void => {};

/** Wraps a function as instrumentation does: under a property that is not enumerable. */
function wrapping(original: unknown, key = "__original"): () => void {
  return Object.defineProperty(() => {}, key, { value: original });
}

it("returns a handler that is not wrapped alone", () => {
  expect(wrappedFunctions(handler)).toEqual([handler]);
});

it.each(["__original", "__sentry_original__"])("finds the handler under %s", (key) => {
  const wrapper = wrapping(handler, key);

  expect(wrappedFunctions(wrapper)).toEqual([wrapper, handler]);
});

it("finds the handler below several wrappers, outermost first", () => {
  const inner = wrapping(handler, "__sentry_original__");
  const outer = wrapping(inner);

  expect(wrappedFunctions(outer)).toEqual([outer, inner, handler]);
});

it("ends at functions that wrap each other", () => {
  const first = (): void => {};
  const second = wrapping(first);
  Object.assign(first, { __original: second });

  expect(wrappedFunctions(first)).toEqual([first, second]);
});

it.each([[undefined], [null], ["handler"], [{}], [[handler]]])("is empty for %o", (value) => {
  expect(wrappedFunctions(value)).toEqual([]);
});

it("ignores a property that is not a function, is inherited, or is a getter", () => {
  const inheriting = Object.setPrototypeOf(() => {}, { __original: handler }) as () => void;
  const getting = Object.defineProperty(() => {}, "__original", {
    get: () => {
      throw new Error("was read");
    },
  });

  for (const wrapper of [wrapping("text"), inheriting, getting]) {
    expect(wrappedFunctions(wrapper)).toEqual([wrapper]);
  }
});
