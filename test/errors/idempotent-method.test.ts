import { expect, it } from "vitest";
import { isIdempotent } from "../../src/errors/idempotent-method.ts";

it.each(["DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"])("%s may be sent again", (method) => {
  expect(isIdempotent(method)).toBe(true);
});

it.each(["POST", "PATCH", "CONNECT", "WIDGET", "GETAWAY", "get", ""])(
  "%j may do its work twice if it is sent again",
  (method) => {
    expect(isIdempotent(method)).toBe(false);
  },
);
