import { expect, it } from "vitest";
import { fieldOfColumn, findField, readReference } from "../../src/mappers/find-field.ts";

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

it.each([
  ["email", { name: "email" }],
  ["/user/email", { path: ["user", "email"] }],
  ["#/a~1b/0", { path: ["a/b", "0"] }],
  ["user.email", undefined],
  ["/bad~2", undefined],
])("the reference %s is read as %j", (text, reference) => {
  expect(readReference(text)).toEqual(reference);
});

it("finds no field by a path that the body lacks", () => {
  expect(findField({ user: {} }, { path: ["user", "email"] }, () => true)).toBeUndefined();
});
