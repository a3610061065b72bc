import { afterEach, describe, expect, it } from "vitest";
import { ownMembers, tryReadMember } from "../../src/misuse/read-member.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { pollute } from "../support/pollute.ts";

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, "planted");
});

describe("tryReadMember", () => {
  it.each<[string, object]>([
    ["a getter that throws", throwingGetters({}, "name")],
    ["a proxy that throws", hostileProxy()],
    ["a revoked proxy", revokedProxy()],
    ["an object without the member", {}],
  ])("returns undefined for %s", (_what, value) => {
    expect(tryReadMember(value, "name")).toBeUndefined();
  });

  it("reads a member, and a getter that does not throw", () => {
    expect(tryReadMember({ name: "a" }, "name")).toBe("a");
    expect(
      tryReadMember(
        {
          get name() {
            return "b";
          },
        },
        "name",
      ),
    ).toBe("b");
  });

  it("does not read what was planted in Object.prototype", () => {
    pollute("planted", "secret");

    expect(tryReadMember({}, "planted")).toBeUndefined();
    expect(tryReadMember({ planted: "own" }, "planted")).toBe("own");
  });
});

describe("ownMembers", () => {
  it("copies the members, and does not change the original", () => {
    const original = { a: 1, b: undefined };

    const copy = ownMembers(original);

    expect(copy).not.toBe(original);
    expect(Object.entries(copy)).toEqual([
      ["a", 1],
      ["b", undefined],
    ]);
  });

  it("has no prototype that could supply a member", () => {
    pollute("planted", "secret");

    const copy = ownMembers<{ planted?: string }>({});

    expect(Object.getPrototypeOf(copy)).toBeNull();
    expect(copy.planted).toBeUndefined();
  });

  it("does not copy what an object inherits", () => {
    expect(Object.keys(ownMembers(Object.create({ inherited: 1 }) as object))).toEqual([]);
  });
});
