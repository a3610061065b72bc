import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { discardPromise } from "../../src/misuse/discard-promise.ts";
import { hostileProxy, revokedProxy } from "../support/hostile.ts";

it("is true for a promise of any realm, whose rejection does not reach the process", async () => {
  // An unhandled rejection would fail this test file.
  expect(discardPromise(Promise.reject(new Error("late")))).toBe(true);
  expect(discardPromise(runInNewContext("Promise.reject(1)"))).toBe(true);
  expect(discardPromise(Promise.resolve(1))).toBe(true);
  await new Promise(setImmediate);
});

it("is false for everything else, which it does not read", () => {
  const values = [undefined, null, "a", 0, {}, [], () => {}, revokedProxy(), hostileProxy()];

  for (const value of values) expect(discardPromise(value)).toBe(false);
});
