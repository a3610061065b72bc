import { expect, it } from "vitest";
import { kindOf } from "../../src/report/failure-kind.ts";

const kind = { status: 409, code: "conflict", method: "PUT" };
const summary = { ...kind, level: "info", outcome: "sent" } as const;

it("the kind of a failure has no member for a route that there is not", () => {
  expect(kindOf({ ...summary, route: "/a" })).toStrictEqual({ ...kind, route: "/a" });
  expect(kindOf(summary)).toStrictEqual(kind);
});
