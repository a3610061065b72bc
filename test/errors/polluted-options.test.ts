import { afterEach, expect, it } from "vitest";
import { isPolluted } from "../../src/errors/polluted-options.ts";
import { pollute } from "../support/pollute.ts";

let planted = "";
afterEach(() => {
  Reflect.deleteProperty(Object.prototype, planted);
});

it("is false in a program that nobody attacks", () => {
  expect(isPolluted()).toBe(false);
});

it.each([
  "code",
  "title",
  "typeBase",
  "type",
  "instance",
  "expose",
  "headers",
  "errors",
  "errorCount",
  "extensions",
  "context",
  "stack",
])("is true when every object has the option %s, even if its value is false", (name) => {
  planted = name;
  pollute(name, false);

  expect(isPolluted()).toBe(true);
});

it("is false for other members, such as those of a polyfill", () => {
  planted = "groupBy";
  pollute(planted, () => {});

  expect(isPolluted()).toBe(false);
});
