import { expect, it } from "vitest";
import { backgroundTimer } from "../../src/express/background-timer.ts";
import { knownMethod } from "../../src/express/known-method.ts";
import { throwingGetters } from "../support/hostile.ts";

it.each<[string, object, string | undefined]>([
  ["GET", { method: "GET" }, "GET"],
  ["PROPFIND", { method: "PROPFIND" }, "PROPFIND"],
  ["a text of a handler", { method: "BREW" }, undefined],
  ["a method in lower case", { method: "get" }, undefined],
  ["a value of another type", { method: 7 }, undefined],
  ["a method that cannot be read", throwingGetters({}, "method"), undefined],
])("Node knows a method, or not: %s", (_what, req, method) => {
  expect(knownMethod(req)).toBe(method);
});

it("a background timer runs once, and does not keep the process alive", async () => {
  let runs = 0;
  const timer = backgroundTimer(() => {
    runs += 1;
  }, 1);

  expect(timer.hasRef()).toBe(false);
  await expect.poll(() => runs).toBe(1);
});
