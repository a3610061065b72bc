import { expect, it } from "vitest";
import { pathOf } from "../../src/express/request-path.ts";

it.each([
  ["/articles/7", "/articles/7"],
  ["/articles?token=hunter2", "/articles"],
  ["/articles#part?a", "/articles"],
  ["//double", "//double"],
  ["http://a.example/articles?q", "/articles"],
  ["HTTP://a.example/", "/"],
  ["http://a.example", ""],
  ["*", "*"],
  ["", ""],
])("the path of %j is %j", (target, path) => {
  expect(pathOf(target)).toBe(path);
});
