import { expect, it } from "vitest";
import { retryAdvice } from "../../src/catalog/retry.ts";

it.each([408, 425, 429, 502, 503, 504])("status %d may succeed later", (status) => {
  expect(retryAdvice(status)).toBe("later");
});

it.each([400, 401, 404, 409, 422, 500, 501, 505, 599])("status %d fails again", (status) => {
  expect(retryAdvice(status)).toBe("never");
});
