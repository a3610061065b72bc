import { describe, expect, it } from "vitest";
import { failedRequest, isFirstReport, rememberFailed } from "../../src/request/failed-request.ts";
import { revokedProxy } from "../support/hostile.ts";

describe("rememberFailed", () => {
  it("remembers a request from its first failure on", () => {
    const req = {};
    expect(failedRequest(req)).toBeUndefined();

    const failed = rememberFailed(req);

    expect(failedRequest(req)).toBe(failed);
    expect(rememberFailed(req)).toBe(failed);
    expect(failedRequest({})).toBeUndefined();
    expect(failed).toEqual({
      origin: undefined,
      handler: undefined,
      reported: [],
      onLateFailure: undefined,
      res: undefined,
      hasLateWrite: false,
      replacesEnded: false,
    });
  });

  it.each<[string, object | null | undefined]>([
    ["null", null],
    ["undefined", undefined],
    ["a frozen object", Object.freeze({})],
    ["a revoked proxy", revokedProxy()],
  ])("forgets the request that is %s at once, and does not throw", (_what, req) => {
    expect(rememberFailed(req)).toMatchObject({ reported: [] });
    expect(failedRequest(req)).toBeUndefined();
  });
});

describe("isFirstReport", () => {
  it("is true once for each failure", () => {
    const failed = rememberFailed({});
    const error = new Error("a");

    expect(isFirstReport(failed, error)).toBe(true);
    expect(isFirstReport(failed, error)).toBe(false);
    expect(isFirstReport(failed, new Error("a"))).toBe(true);
    expect(isFirstReport(failed, undefined)).toBe(true);
    expect(isFirstReport(failed, undefined)).toBe(false);
  });

  it("is true for at most 20 failures of a request", () => {
    const failed = rememberFailed({});

    const first = Array.from({ length: 30 }, (_, index) => isFirstReport(failed, index));

    expect(first.filter(Boolean)).toHaveLength(20);
  });
});
