import { Router } from "express";
import { expect, it } from "vitest";
import { failedHandler } from "../../src/report/failed-handler.ts";
import { serverResponse } from "../support/server-response.ts";

function list(): void {}
function create(): void {}

it.each([
  ["GET", "list"],
  ["HEAD", "list"],
  ["POST", "create"],
  ["PUT", undefined],
])("for %s, the only handler of the route's method is the one that failed: %s", (method, name) => {
  const { req } = serverResponse();
  const route = Router().route("/articles").get(list).post(create);

  expect(failedHandler(Object.assign(req, { route }), method, "")).toBe(name);
});
