import { describe, expect, it } from "vitest";
import { builtInErrors } from "../../src/catalog/built-in-errors.ts";
import { checkSpec } from "../../src/catalog/check-spec.ts";
import { statusErrors } from "../../src/catalog/status-errors.ts";
import { missingHeader } from "../../src/errors/required-headers.ts";
import { statusEntry } from "../../src/errors/status.ts";

describe.each(Object.entries(statusErrors))("the declaration of %s", (code, declared) => {
  it("is valid, and has the code and the title of its status", () => {
    expect(() => checkSpec(code, declared)).not.toThrow();
    expect(statusEntry(declared.status)).toEqual({ code, title: declared.title });
    expect(missingHeader(declared.status, undefined)).toBeUndefined();
  });

  it("says in sentences when the error happens, and what to do about it", () => {
    expect(declared.description).toMatch(/^[A-Z].*\.$/);
    expect(declared.fix).toMatch(/^[A-Z].*\.$/);
    expect(declared.description).not.toBe(declared.fix);
  });
});

it("has each status once, in ascending order", () => {
  const statuses = Object.values(statusErrors).map(({ status }) => status);

  expect(statuses).toEqual([...new Set(statuses)].toSorted((a, b) => a - b));
});

it("is together with the built-in errors a catalog of the code of every status", () => {
  const statuses = Array.from({ length: 200 }, (_, index) => 400 + index);

  const codes = new Set(statuses.map((status) => statusEntry(status).code));

  expect([...codes].filter((code) => !Object.hasOwn(builtInErrors, code))).toEqual([]);
});
