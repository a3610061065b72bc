import { describe, expect, it } from "vitest";
import { isErrorStatus, statusEntry } from "../../src/errors/status.ts";

describe("isErrorStatus", () => {
  it.each([400, 404, 499, 500, 599])("is true for %d", (status) => {
    expect(isErrorStatus(status)).toBe(true);
  });

  it.each([399, 600, 200, 0, -404, 404.5, Number.NaN, Infinity, "404", 404n, null, undefined, {}])(
    "is false for %s",
    (status) => {
      expect(isErrorStatus(status)).toBe(false);
    },
  );
});

describe("statusEntry", () => {
  it.each([
    [404, "not_found", "Not found"],
    [414, "uri_too_long", "URI too long"],
    [500, "internal_error", "Internal server error"],
    [505, "http_version_not_supported", "HTTP version not supported"],
  ])("returns code and title of %d", (status, code, title) => {
    expect(statusEntry(status)).toEqual({ code, title });
  });

  it.each([
    [418, "bad_request"],
    [499, "bad_request"],
    [509, "internal_error"],
    [599, "internal_error"],
  ])("returns the first entry of the class for %d, which is not registered", (status, code) => {
    expect(statusEntry(status).code).toBe(code);
  });
});
