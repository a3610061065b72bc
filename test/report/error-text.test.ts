import { expect, it } from "vitest";
import { errorText } from "../../src/report/error-text.ts";
import { revokedProxy, throwingGetters } from "../support/hostile.ts";

it("is the text of a member, up to 10,000 characters", () => {
  expect(errorText(new TypeError("no"), "name")).toBe("TypeError");
  expect(errorText({ stack: "s".repeat(10_001) }, "stack")).toBe("s".repeat(10_000));
});

it.each<[string, unknown]>([
  ["undefined", undefined],
  ["null", null],
  ["a text", "no"],
  ["an object without the member", {}],
  ["a member that is not text", { code: 7 }],
  ["a member that throws", throwingGetters({}, "code")],
  ["a revoked proxy", revokedProxy()],
])("is empty for %s", (_what, thrown) => {
  expect(errorText(thrown, "code")).toBe("");
});
