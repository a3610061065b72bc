import { expect, it } from "vitest";
import { fieldErrorSchema } from "../../src/errors/field-error-schema.ts";
import { partAccess } from "../../src/validate/request-part.ts";

const properties = fieldErrorSchema["properties"] as Readonly<Record<string, { enum?: string[] }>>;

it("describes every member of a field error, and requires all but the parameters", () => {
  const names = Object.keys(properties);

  expect(names).toEqual(["in", "pointer", "code", "detail", "also", "params"]);
  expect(fieldErrorSchema["required"]).toEqual(
    names.filter((name) => name !== "params" && name !== "also"),
  );
});

it("lists the parts of a request that validate can check", () => {
  const parts = new Set(Object.values(partAccess).map((access) => access.in));

  expect(new Set(properties["in"]?.enum)).toEqual(parts);
});
