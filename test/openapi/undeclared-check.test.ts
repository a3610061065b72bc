import type { Request } from "express";
import { describe, expect, it } from "vitest";
import { undeclaredCheck } from "../../src/openapi/undeclared-check.ts";
import { allowErrors, declareErrors } from "../../src/request/declared-errors.ts";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

/** Returns the warnings of a code, of which others may still come from an earlier test. */
function warningsOf(code: string): readonly Error[] {
  return warnings.filter(({ message }) => new RegExp(`responded with ${code},`).test(message));
}

/** Creates a request whose operation declares codes. */
function declaring(...codes: readonly string[]): Request {
  const { req } = serverResponse();
  declareErrors(req, codes, () => false);
  return req;
}

describe("a check for undeclared errors", () => {
  it("is true for the codes that neither the router nor the route declares", () => {
    const isUndeclared = undeclaredCheck();
    const req = declaring("gone");
    declareErrors(req, ["conflict"], isUndeclared);

    const found = ["gone", "conflict", "not_found"].filter((code) => isUndeclared(req, code, "/"));

    expect(found).toEqual(["not_found"]);
  });

  it("is false for the codes that guards allow", () => {
    const isUndeclared = undeclaredCheck();
    const [declared, guarded] = [declaring("gone"), declaring("conflict")];
    allowErrors(declared, ["unauthorized"]);
    allowErrors(declared, ["forbidden"]);

    expect(isUndeclared(declared, "unauthorized", "/")).toBe(false);
    expect(isUndeclared(declared, "forbidden", "/")).toBe(false);
    expect(isUndeclared(guarded, "forbidden", "/")).toBe(true);
  });

  it("is true for every code but the common ones of an operation that declares none", () => {
    const isUndeclared = undeclaredCheck();

    expect(isUndeclared(declaring(), "not_found", "/")).toBe(true);
    expect(isUndeclared(declaring(), "internal_error", "/")).toBe(false);
  });

  it.each([
    "validation_failed",
    "bad_request",
    "invalid_json",
    "route_not_found",
    "method_not_allowed",
    "request_timeout",
    "content_too_large",
    "body_too_large",
    "unsupported_media_type",
    "internal_error",
    "service_unavailable",
    "deadline_exceeded",
    "gateway_timeout",
  ])("is false for %s, which any route can respond with", (code) => {
    expect(undeclaredCheck()(declaring(), code, "/")).toBe(false);
  });

  it("warns once of a code of an operation, and says what to write", async () => {
    const isUndeclared = undeclaredCheck();

    for (const route of ["/a", "/a", "/b", undefined]) isUndeclared(declaring(), "gone", route);
    isUndeclared(Object.assign(declaring(), { method: "FETCH" }), "gone", "/c");

    await expect.poll(() => warningsOf("gone")).toHaveLength(4);
    expect(warningsOf("gone")).toMatchObject(
      ["GET /a", "GET /b", "GET a middleware", "A request of /c"].map((operation) => ({
        code: "BACKSTOP_UNDECLARED_ERROR",
        message: `${operation} responded with gone, which it does not declare. Write operation({ errors: [errors.gone] }), or throw another error.`,
      })),
    );
  });

  it("warns at most 100 times, and still says that a code is undeclared", async () => {
    const isUndeclared = undeclaredCheck();
    const codes = Array.from({ length: 150 }, (_, index) => `code_${index}`);

    const found = codes.filter((code) => isUndeclared(declaring(), code, "/"));

    expect(found).toHaveLength(150);
    await expect.poll(() => warningsOf("code_\\d+")).toHaveLength(100);
  });
});
