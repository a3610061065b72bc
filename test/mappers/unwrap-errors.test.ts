import { describe, expect, it } from "vitest";
import { firstError, text, unwrapErrors } from "../../src/mappers/unwrap-errors.ts";
import { tryReadMember } from "../../src/misuse/read-member.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";

describe("unwrapErrors", () => {
  it("returns the error and what it wraps, breadth first", () => {
    const [inner, original, driver] = [{ name: "inner" }, { name: "original" }, { name: "driver" }];
    const cause = Object.assign(new Error("cause"), { cause: inner });
    const error = Object.assign(new Error("error", { cause }), { original, driverError: driver });

    expect(unwrapErrors(error)).toEqual([error, cause, original, driver, inner]);
  });

  it("returns the first error of an AggregateError", () => {
    const first = new Error("first");

    expect(unwrapErrors(new AggregateError([first, new Error("second")]))).toHaveLength(2);
    expect(unwrapErrors(new AggregateError([first]))[1]).toBe(first);
  });

  it("returns each object once, though the errors form a circle", () => {
    const error = new Error("a");
    error.cause = error;

    expect(unwrapErrors(error)).toEqual([error]);
  });

  it("looks at most five levels deep", () => {
    let error = new Error("9");
    for (let level = 8; level >= 0; level -= 1) error = new Error(String(level), { cause: error });

    expect(unwrapErrors(error).map((each) => (each as Error).message)).toEqual(
      "0,1,2,3,4,5".split(","),
    );
  });

  it("returns at most twelve objects", () => {
    const wide = (depth: number): object =>
      depth === 0 ? {} : { cause: wide(depth - 1), original: wide(depth - 1) };

    expect(unwrapErrors(wide(4))).toHaveLength(12);
  });

  it.each([undefined, null, "error", 7])("returns nothing for %s", (value) => {
    expect(unwrapErrors(value)).toEqual([]);
  });

  it.each([
    ["a revoked proxy", revokedProxy()],
    ["a proxy that throws", hostileProxy()],
    ["getters that throw", throwingGetters({}, "cause", "errors")],
  ])("survives %s", (_what, value) => {
    expect(unwrapErrors(value)).toHaveLength(1);
  });
});

it("reads a text, and anything else as an empty one", () => {
  expect(text({ code: "23505" }, "code")).toBe("23505");
  expect(text({ code: 23_505 }, "code")).toBe("");
  expect(text(revokedProxy(), "code")).toBe("");
});

it("reads a member, and one that throws as undefined", () => {
  expect(tryReadMember({ code: 7 }, "code")).toBe(7);
  expect(tryReadMember(throwingGetters({}, "code"), "code")).toBeUndefined();
});

it("finds no first error where there is no list", () => {
  expect(firstError({ errors: "a" })).toBeUndefined();
  expect(firstError({})).toBeUndefined();
  expect(firstError({ errors: revokedProxy([]) })).toBeUndefined();
});
