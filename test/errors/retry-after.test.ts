import { describe, expect, it } from "vitest";
import { parseHttpDate, toSeconds } from "../../src/errors/retry-after.ts";

const now = Date.UTC(1994, 10, 6, 8, 49, 30);

describe("toSeconds", () => {
  it.each([
    ["7", 7],
    ["120", 120],
    ["999999999", 999_999_999],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 7],
    ["Sun, 06 Nov 1994 08:49:30 GMT", 0],
    ["Sun, 06 Nov 1994 08:49:00 GMT", 0],
  ])("reads %s as %d", (value, seconds) => {
    expect(toSeconds(value, now)).toBe(seconds);
  });

  it("rounds up, so that nobody comes back too early", () => {
    expect(toSeconds("Sun, 06 Nov 1994 08:49:37 GMT", now + 1)).toBe(7);
    expect(toSeconds("Sun, 06 Nov 1994 08:49:37 GMT", now - 1)).toBe(8);
  });

  it.each(["", "soon", "-7", "7s", "in 7", "1.5", "9999999999", "1994-11-06", "Sunday"])(
    "is undefined for %j",
    (value) => {
      expect(toSeconds(value, now)).toBeUndefined();
    },
  );
});

describe("parseHttpDate", () => {
  it.each([
    ["an IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT"],
    ["a date of RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT"],
    ["a date of asctime, which names no zone", "Sun Nov  6 08:49:37 1994"],
  ])("reads %s", (_what, value) => {
    expect(parseHttpDate(value)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  });

  it.each(["06 Nov 1994 08:49:37 GMT", "6 Nov 1994 (Sun)", "1994", "Sun"])(
    "is NaN for %j, which is not a date of HTTP",
    (value) => {
      expect(parseHttpDate(value)).toBeNaN();
    },
  );
});
