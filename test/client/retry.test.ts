import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { isRetryable, retryAfter } from "express-backstop/client";
import { describe, expect, it } from "vitest";

const errors = defineErrors(
  {
    article_locked: { status: 409, title: "Article locked", retry: "later" },
    quota_used: { status: 429, title: "Quota used", retry: "never" },
  },
  { extend: builtInErrors },
);

describe("isRetryable", () => {
  it.each([
    [408, true],
    [425, true],
    [429, true],
    [502, true],
    [503, true],
    [504, true],
    [0, true], // no response
    [400, false],
    [404, false],
    [409, false],
    [500, false],
    [501, false],
  ])("judges a problem with the status %d by it: %s", (status, expected) => {
    expect(isRetryable({ known: false, status })).toBe(expected);
  });

  it.each([
    ["article_locked", 409, true],
    ["quota_used", 429, false],
    ["service_unavailable", 503, true],
  ])("takes the advice that the catalog declares for %s", (code, status, expected) => {
    expect(isRetryable({ known: true, status, code }, errors)).toBe(expected);
  });

  it("believes the server that the same request may succeed later", () => {
    expect(isRetryable({ known: false, status: 404, retryable: true })).toBe(true);
  });

  // The server says false of each POST, whose work could be done twice.
  it.each([[false], ["yes"]])("judges by the status if `retryable` is %j", (retryable) => {
    expect(isRetryable({ known: false, status: 503, retryable })).toBe(true);
    expect(isRetryable({ known: false, status: 404, retryable })).toBe(false);
  });

  it("judges by the status if the code is not in the catalog, or the problem is not known", () => {
    expect(isRetryable({ known: true, status: 503, code: "other" }, errors)).toBe(true);
    expect(isRetryable({ known: false, status: 429, code: "quota_used" }, errors)).toBe(true);
    expect(isRetryable({ known: true, status: 409, code: "article_locked" })).toBe(false);
  });
});

describe("retryAfter", () => {
  const of = (value: string, date = "Thu, 26 Nov 2026 12:00:00 GMT"): number | undefined =>
    retryAfter({ headers: new Headers({ "Retry-After": value, Date: date }) });

  it.each<[string, string, number | undefined]>([
    ["seconds", "30", 30],
    ["zero", "0", 0],
    ["a date, by the clock of the server", "Thu, 26 Nov 2026 12:01:00 GMT", 60],
    ["a date of RFC 850", "Thursday, 26-Nov-26 12:01:00 GMT", 60],
    ["a date of asctime", "Thu Nov 26 12:01:00 2026", 60],
    ["a date in the past", "Thu, 26 Nov 2026 11:00:00 GMT", 0],
    ["a word", "soon", undefined],
    ["a negative number", "-1", undefined],
    ["a fraction", "1.5", undefined],
    ["a number of ten digits", "1234567890", undefined],
    ["an empty text", "", undefined],
  ])("reads %s", (_what, value, seconds) => {
    expect(of(value)).toBe(seconds);
  });

  it("takes the clock of the client if the response has no date", () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();

    const seconds = of(inAnHour, "");

    expect(seconds).toBeGreaterThan(3590);
    expect(seconds).toBeLessThanOrEqual(3600);
  });

  it("is undefined without the header", () => {
    expect(retryAfter({ headers: new Headers() })).toBeUndefined();
  });
});
