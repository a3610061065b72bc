import { expect, it } from "vitest";
import { isReservedMember } from "../../src/errors/reserved-members.ts";

it.each([
  "type",
  "title",
  "status",
  "detail",
  "instance",
  "code",
  "errors",
  "errorCount",
  "requestId",
  "traceId",
  "debug",
  "__proto__",
  "toJSON",
])("%s is reserved for the toolkit", (name) => {
  expect(isReservedMember(name)).toBe(true);
});

it.each(["articleId", "Type", "", "constructor", "toString", "hasOwnProperty"])(
  "%s may be a member of an error",
  (name) => {
    expect(isReservedMember(name)).toBe(false);
  },
);
