import type { Request } from "express";
import { describe, expect, it } from "vitest";
import {
  allowErrors,
  checkDeclared,
  declaredErrors,
  declareErrors,
  isDeclared,
} from "../../src/request/declared-errors.ts";
import { serverResponse } from "../support/server-response.ts";

/** Creates a request whose operation declares codes, and refuses every response. */
function declaring(...codes: readonly string[]): Request {
  const { req } = serverResponse();
  declareErrors(req, codes, () => true);
  return req;
}

it("declaredErrors returns the codes of the router and of the route, once each", () => {
  const req = declaring("gone");
  declareErrors(req, ["conflict", "gone"], () => true);

  expect(declaredErrors(req)).toEqual(["gone", "conflict"]);
  expect(declaredErrors(declaring())).toEqual([]);
  expect(declaredErrors(serverResponse().req)).toBeUndefined();
});

describe("isDeclared", () => {
  it("is true for the codes of operations and of guards", () => {
    const req = declaring("gone");
    allowErrors(req, ["unauthorized"]);
    allowErrors(req, ["forbidden"]);

    const declared = ["gone", "unauthorized", "forbidden", "conflict"].filter((code) =>
      isDeclared(req, code),
    );

    expect(declared).toEqual(["gone", "unauthorized", "forbidden"]);
    expect(isDeclared(serverResponse().req, "gone")).toBe(false);
  });
});

describe("checkDeclared", () => {
  it("asks the check of the last operation", () => {
    const req = declaring();
    const asked: unknown[] = [];
    declareErrors(req, ["gone"], (...of) => asked.push(of) > 0);

    expect(checkDeclared(req, "conflict", "/articles")).toBe(true);
    expect(asked).toEqual([[req, "conflict", "/articles"]]);
  });

  it("is false for a request without an operation, also behind a guard", () => {
    const { req } = serverResponse();
    allowErrors(req, ["unauthorized"]);

    expect(checkDeclared(req, "conflict", "/")).toBe(false);
  });
});
