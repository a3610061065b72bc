import { afterEach, describe, expect, it } from "vitest";
import { readMember } from "../../src/misuse/read-member.ts";
import { pollute } from "../support/pollute.ts";

class Base {
  get inherited(): string {
    return "from the class";
  }
}

describe("readMember", () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, "planted");
  });

  it.each([
    ["an own member", { a: 1 }, "a", 1],
    ["a member of a class", new Base(), "inherited", "from the class"],
    ["a member that is absent", {}, "a", undefined],
    ["a method that every object has", {}, "toString", undefined],
    ["a member without a prototype", Object.assign(Object.create(null), { a: 1 }), "a", 1],
  ])("reads %s", (_what, value: object, name, expected) => {
    expect(readMember(value, name)).toBe(expected);
  });

  it("does not read what was planted in Object.prototype, but does read an own member", () => {
    pollute("planted", "secret");

    expect(readMember({}, "planted")).toBeUndefined();
    expect(readMember({ planted: "own" }, "planted")).toBe("own");
  });
});
