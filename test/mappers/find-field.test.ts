import { expect, it } from "vitest";
import { fieldOfColumn, findField } from "../../src/mappers/find-field.ts";

it.each([
  ["slug", { slug: 1 }, "#/slug"],
  ["author_id", { authorId: 1 }, "#/authorId"],
  ["authorId", { author_id: 1 }, "#/author_id"],
  ["author_id", { author_id: 1, authorId: 2 }, "#/author_id"],
  ["email", { user: { email: "taken" } }, "#/user/email"],
  ["email", { a: { email: "taken" }, b: { email: "other" } }, "#/a/email"],
  ["email", { a: { email: "taken" }, b: { email: "taken" } }, undefined],
  ["toString", {}, undefined],
  ["slug", null, undefined],
  ["slug", "slug", undefined],
])("the member for the column %s of %j is %s", (column, body: unknown, pointer) => {
  expect(fieldOfColumn(body, column, (text) => text === "taken")).toBe(pointer);
});

it("finds no field by a path that the body lacks", () => {
  expect(findField({ user: {} }, { path: ["user", "email"] }, () => true)).toBeUndefined();
});
