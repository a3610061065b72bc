import { asyncHandler } from "express-backstop";
import { expect, it } from "vitest";
import { handlerName } from "../../src/express/handler-name.ts";

function getArticle(): void {}

it.each<[string, unknown, string]>([
  ["a function", getArticle, "getArticle"],
  ["a function that was bound twice", getArticle.bind(null).bind(null), "getArticle"],
  ["a function in asyncHandler", asyncHandler(getArticle), "getArticle"],
  [
    "the wrapper of an instrumentation",
    Object.assign(() => {}, { __original: getArticle }),
    "getArticle",
  ],
  [
    "asyncHandler around the wrapper of an instrumentation",
    asyncHandler(Object.assign(() => {}, { __original: getArticle })),
    "getArticle",
  ],
  ["a function without a name", (() => () => {})(), ""],
  [
    "a function whose name is not a text",
    Object.defineProperty(() => {}, "name", { value: 7 }),
    "",
  ],
  ["a value that is not a function", { name: "x" }, ""],
])("names %s", (_what, handler, name) => {
  expect(handlerName(handler)).toBe(name);
});
