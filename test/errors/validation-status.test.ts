import { errorHandler } from "express-backstop";
import { expect, it } from "vitest";
import { isStatusOf, sentStatus } from "../../src/errors/validation-status.ts";

it.each([
  ["validation_failed", 400, undefined, 400],
  ["validation_failed", 400, 400, 400],
  ["validation_failed", 400, 422, 422],
  ["validation_failed", 409, 422, 409],
  ["invalid_json", 400, 422, 400],
] as const)("sends %s of status %d with %s as %d", (code, status, option, sent) => {
  expect(sentStatus({ code, status }, option)).toBe(sent);
});

it.each([
  ["validation_failed", 400, 400, true],
  ["validation_failed", 400, 422, true],
  ["validation_failed", 400, 409, false],
  ["validation_failed", 409, 422, false],
  ["article_gone", 410, 410, true],
  ["article_gone", 410, 422, false],
])("a server that declares %s of status %d may send %d: %s", (code, status, received, expected) => {
  expect(isStatusOf({ code, status }, received)).toBe(expected);
});

it.each([400, 422] as const)("may be %d as an option", (validationStatus) => {
  expect(() => errorHandler({ validationStatus })).not.toThrow();
});

it.each([409, "422", true])("may not be %j as an option", (validationStatus) => {
  expect(() => errorHandler({ validationStatus: validationStatus as never })).toThrow(
    `errorHandler: validationStatus must be 400 or 422, got ${JSON.stringify(validationStatus)}`,
  );
});
