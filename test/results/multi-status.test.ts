import { multiStatus } from "express-backstop/results";
import { expect, it } from "vitest";
import { serverResponse } from "../support/server-response.ts";

const send = (results: unknown, options: unknown = {}) => {
  const { res } = serverResponse();
  return () => multiStatus(res, results as never, options as never);
};

it.each<[string, unknown, string]>([
  ["a value that is not an array", "x", '"x"'],
  ["an item that is null", [null], "null"],
  ["an item that is a text", ["fulfilled"], '"fulfilled"'],
  ["an item without a status", [{ value: 1 }], "a value of type object"],
  ["an item with another status", [{ status: "pending" }], "a value of type object"],
  ["an item after a good one", [{ status: "fulfilled", value: 1 }, undefined], "undefined"],
])("refuses %s, which is not a result of Promise.allSettled", (_what, results, received) => {
  expect(send(results)).toThrow(
    `multiStatus: results must be those of Promise.allSettled, got ${received}`,
  );
});

it.each([[199], [300], [404], [200.5], ["200"], [Number.NaN], [null]])(
  "refuses %j as the status of the items that succeeded",
  (status) => {
    expect(send([], { status })).toThrow("multiStatus: status must be an integer from 200 to 299");
  },
);
