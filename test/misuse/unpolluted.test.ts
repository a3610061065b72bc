import { afterEach, expect, it } from "vitest";
import { unpolluted } from "../../src/misuse/unpolluted.ts";
import { pollute } from "../support/pollute.ts";

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, "expose");
});

it("is the object itself in a program that nobody attacks", () => {
  const options = { code: "taken" };

  expect(unpolluted(options)).toBe(options);
});

it.each([true, false, undefined])("inherits nothing where every object has expose: %s", (value) => {
  pollute("expose", value);

  const options: { readonly code: string; readonly expose?: boolean } = unpolluted({
    code: "taken",
  });

  expect("expose" in options).toBe(false);
  expect(options.code).toBe("taken");
});
