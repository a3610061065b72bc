import { HttpError, isHttpError } from "express-backstop";
import { toHttpError, type UpstreamProblem } from "express-backstop/client";
import { describe, expect, it } from "vitest";
import { revokedProxy, throwingGetters } from "../support/hostile.ts";

const unlisted = { known: false, reason: "unlisted", status: 404 } as const;

describe("toHttpError", () => {
  it("creates an error that says nothing about the upstream, except to reporters", () => {
    const problem = {
      ...unlisted,
      type: "https://upstream.example/gone",
      code: "article_gone",
      title: "secret",
      detail: "secret",
      requestId: "r7",
      raw: "secret",
    };

    const error = toHttpError(problem);

    expect(error).toMatchObject({
      name: "UpstreamError",
      message: "An upstream failed.",
      status: 502,
      statusCode: 502,
      code: "bad_gateway",
      expose: false,
    });
    expect(error.context).toEqual({
      upstream: {
        status: 404,
        code: "article_gone",
        type: "https://upstream.example/gone",
        requestId: "r7",
        reason: "unlisted",
      },
    });
    expect(Object.keys(error)).not.toContain("name");
  });

  it("is an HttpError to instanceof and isHttpError, and an Error", () => {
    const error = toHttpError(unlisted);

    expect(error).toBeInstanceOf(HttpError);
    expect(error).toBeInstanceOf(Error);
    expect(isHttpError(error)).toBe(true);
  });

  it.each<[string, unknown, number]>([
    ["a timeout of AbortSignal", new DOMException("late", "TimeoutError"), 504],
    ["a timeout of another realm", { name: "TimeoutError" }, 504],
    ["an abort by the caller", new DOMException("stop", "AbortError"), 502],
    ["a failure of fetch", new TypeError("fetch failed"), 502],
    ["the text TimeoutError", "TimeoutError", 502],
    ["null", null, 502],
    ["a revoked proxy", revokedProxy(), 502],
    ["an error whose name throws", throwingGetters({}, "name"), 502],
  ])("makes of %s a status, and keeps it as the cause", (_what, error, status) => {
    const problem: UpstreamProblem = { reason: "no_response", status: 0, error };

    const converted = toHttpError(problem);

    expect(converted.status).toBe(status);
    expect(converted.cause === error).toBe(true);
    expect(converted.message).toBe(
      status === 504 ? "An upstream did not respond in time." : "An upstream failed.",
    );
  });

  it("cuts each text of the upstream after 200 characters", () => {
    const { context } = toHttpError({ status: 500, code: "c".repeat(201), requestId: "r" });

    expect(context).toEqual({
      upstream: { status: 500, code: "c".repeat(200), requestId: "r" },
    });
  });
});
