import { describe, expect, it } from "vitest";
import { failedRequest, isFirstReport, rememberFailed } from "../../src/request/failed-request.ts";

describe("rememberFailed", () => {
  it("remembers a request from its first failure on", () => {
    const req = {};
    expect(failedRequest(req)).toBeUndefined();

    const failed = rememberFailed(req);

    expect(failedRequest(req)).toBe(failed);
    expect(rememberFailed(req)).toBe(failed);
    expect(failedRequest({})).toBeUndefined();
  });

  it.each([null, undefined, Object.freeze({})])(
    "forgets the request %s at once, and does not throw",
    (req) => {
      expect(rememberFailed(req)).toMatchObject({ reported: [] });
      expect(failedRequest(req)).toBeUndefined();
    },
  );
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
