import { expect, it } from "vitest";
import { readReference } from "../../src/mappers/field-reference.ts";

it.each([
  ["email", { name: "email" }],
  ["/user/email", { path: ["user", "email"] }],
  ["#/a~1b/0", { path: ["a/b", "0"] }],
  ["", undefined],
  ["/", { path: [""] }],
  ["/a//b", { path: ["a", "", "b"] }],
  ["/~0", { path: ["~"] }],
  ["items[0]", undefined],
  ["user/email", undefined],
  ["user.email", undefined],
  ["/bad~2", undefined],
])("the reference %s is read as %j", (text, reference) => {
  expect(readReference(text)).toEqual(reference);
});
