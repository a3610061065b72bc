import { errorHandler } from "express-backstop";
import { expect, it } from "vitest";
import { defaultTypeBase } from "../../src/errors/type-base.ts";

it("is a path of the own server by default", () => {
  expect(defaultTypeBase).toBe("/problems/");
});

it.each(["https://api.example.com/problems/", "/errors/", ""])("may be %j", (typeBase) => {
  expect(() => errorHandler({ typeBase })).not.toThrow();
});

it.each([
  [7, "7"],
  [true, "true"],
  [new URL("https://api.example.com/"), "a value of type object"],
  ["https://api.example.com/problems", '"https://api.example.com/problems"'],
])("may not be %j", (typeBase, got) => {
  expect(() => errorHandler({ typeBase: typeBase as never })).toThrow(
    `errorHandler: typeBase must be a string with a final slash such as "/problems/", got ${got}`,
  );
});
