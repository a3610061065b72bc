import express from "express";
import { builtInErrors } from "express-backstop/catalog";
import { openapi } from "express-backstop/openapi";
import { problemTypes } from "express-backstop/problem-types";
import { expect, it } from "vitest";

it.each<[string, unknown, unknown, string]>([
  [
    "no catalog",
    undefined,
    {},
    "problemTypes: errors must be a catalog, got undefined. Write problemTypes(defineErrors({ … })) or problemTypes(builtInErrors) of express-backstop/catalog.",
  ],
  ["declarations in place of a catalog", { a: { status: 404 } }, {}, "errors must be a catalog"],
  ["an unknown option", builtInErrors, { base: "/" }, 'problemTypes: unknown option "base".'],
  [
    "a type base that is not a text",
    builtInErrors,
    { typeBase: 7 },
    "problemTypes: typeBase must be",
  ],
  [
    "another validation status",
    builtInErrors,
    { validationStatus: 409 },
    "problemTypes: validationStatus must be 400 or 422, got 409.",
  ],
])("refuses %s when the app starts", (_what, errors, options, message) => {
  const start = (): unknown => problemTypes(errors as never, options as never);

  expect(start).toThrow(TypeError);
  expect(start).toThrow(message);
});

it("is a router, without options too", () => {
  expect(problemTypes(builtInErrors)).toHaveProperty("stack");
  expect(problemTypes(builtInErrors, { typeBase: "/p/", validationStatus: 422 })).toHaveProperty(
    "stack",
  );
});

it("is not part of the OpenAPI document of an app", () => {
  const app = express();
  app.use("/problems", problemTypes(builtInErrors));
  app.get("/articles", (_req, res) => void res.end());

  const { paths } = openapi(app, {
    info: { title: "Articles", version: "1.0.0" },
    errors: builtInErrors,
  });

  expect(Object.keys(paths)).toEqual(["/articles"]);
});
