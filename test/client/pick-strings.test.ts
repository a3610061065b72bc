import { expect, it } from "vitest";
import { pickStrings } from "../../src/client/pick-strings.ts";

const members: Readonly<Record<string, unknown>> = {
  title: "Gone",
  detail: "",
  code: 7,
  type: null,
};

it("picks the named members that are strings, and ignores the others", () => {
  expect(pickStrings(members, ["title", "detail", "code", "type", "instance"])).toEqual({
    title: "Gone",
    detail: "",
  });
});

it("cuts a string after the maximum length", () => {
  expect(pickStrings(members, ["title"], 2)).toEqual({ title: "Go" });
});
