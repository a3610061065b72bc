import { expect, it } from "vitest";
import { missingHeader } from "../../src/errors/required-headers.ts";

it.each([
  [401, "WWW-Authenticate"],
  [405, "Allow"],
  [407, "Proxy-Authenticate"],
  [426, "Upgrade"],
])("status %d requires %s, in any case", (status, name) => {
  expect(missingHeader(status, undefined)).toBe(name);
  expect(missingHeader(status, { "Retry-After": "1" })).toBe(name);
  expect(missingHeader(status, { [name]: "a" })).toBeUndefined();
  expect(missingHeader(status, { [name.toLowerCase()]: "a" })).toBeUndefined();
});

it.each([400, 404, 429, 503])("status %d requires no header", (status) => {
  expect(missingHeader(status, undefined)).toBeUndefined();
});
