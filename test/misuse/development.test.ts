import { afterEach, expect, it, vi } from "vitest";
import { inDevelopment, isRunByDeveloper } from "../../src/misuse/development.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

it.each([
  ["production", false],
  ["development", true],
  ["test", true],
  ["", true],
  [undefined, true],
])("with NODE_ENV %j returns %s", (environment, expected) => {
  vi.stubEnv("NODE_ENV", environment);

  expect(inDevelopment()).toBe(expected);
});

it.each([
  ["production", false],
  ["development", true],
  ["test", false],
  [undefined, true],
])("with NODE_ENV %j, a developer runs the app: %s", (environment, expected) => {
  vi.stubEnv("NODE_ENV", environment);

  expect(isRunByDeveloper()).toBe(expected);
});

it("returns false in a browser, where there is no process", () => {
  vi.stubGlobal("process", undefined);

  expect(inDevelopment()).toBe(false);
});
