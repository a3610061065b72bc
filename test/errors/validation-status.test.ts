import { expect, it } from "vitest";
import { sentStatus } from "../../src/errors/validation-status.ts";

it.each([
  ["validation_failed", 400, undefined, 400],
  ["validation_failed", 400, 400, 400],
  ["validation_failed", 400, 422, 422],
  ["validation_failed", 409, 422, 409],
  ["invalid_json", 400, 422, 400],
] as const)("sends %s of status %d with %s as %d", (code, status, option, sent) => {
  expect(sentStatus({ code, status }, option)).toBe(sent);
});
