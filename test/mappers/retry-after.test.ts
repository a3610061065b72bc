import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readRetryAfter } from "../../src/mappers/retry-after.ts";
import { hostileProxy, revokedProxy } from "../support/hostile.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 26, 12, 0, 0) });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the Retry-After of an upstream", () => {
  it.each<[string, unknown, number | undefined]>([
    ["seconds", { "retry-after": "30" }, 30],
    ["seconds with spaces", { "retry-after": " 30 " }, 30],
    ["no seconds at all", { "retry-after": "0" }, 0],
    ["a Headers", new Headers({ "Retry-After": "7" }), 7],
    ["headers with a get() of their own", { get: (name: string) => `${name.length}` }, 11],
    ["a date in the future", { "retry-after": "Thu, 26 Nov 2026 12:00:20 GMT" }, 20],
    ["a date in the past", { "retry-after": "Thu, 26 Nov 2026 11:00:00 GMT" }, 0],
    ["more than five minutes", { "retry-after": "86400" }, 300],
    ["a date in a year", { "retry-after": "Fri, 26 Nov 2027 12:00:00 GMT" }, 300],
    ["a word", { "retry-after": "soon" }, undefined],
    ["a number", { "retry-after": 30 }, undefined],
    ["a list", { "retry-after": ["30"] }, undefined],
    // To Date.parse, these are months and years of the past.
    ["a negative number", { "retry-after": "-30" }, undefined],
    ["a fraction", { "retry-after": "1.5" }, undefined],
    ["two values", { "retry-after": "120, 5" }, undefined],
    ["a date of the format of C", { "retry-after": "Thu Nov 26 12:00:20 2026" }, 20],
    ["a text of a kilobyte", { "retry-after": "1".repeat(1000) }, undefined],
    ["no such header", {}, undefined],
    ["no headers", undefined, undefined],
    ["null", null, undefined],
    ["a text in place of headers", "retry-after: 3", undefined],
  ])("is read from %s", (_what, headers, seconds) => {
    expect(readRetryAfter(headers)).toBe(seconds);
  });

  it.each([
    [
      "a get() that throws",
      {
        get: () => {
          throw new Error("no");
        },
        "retry-after": "3",
      },
      3,
    ],
    ["a get() of something else", { get: () => 17, "retry-after": "3" }, undefined],
    ["a proxy that throws", hostileProxy(), undefined],
    ["a revoked proxy", revokedProxy(), undefined],
  ])("survives %s", (_what, headers, seconds) => {
    expect(readRetryAfter(headers)).toBe(seconds);
  });

  it("is never more than 300 or less than 0, whatever the header is", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const seconds = readRetryAfter({ "retry-after": value }) ?? 0;

        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(300);
      }),
    );
  });
});
