import { describe, expect, it } from "vitest";
import { Mishaps } from "../../src/errors/mishaps.ts";

describe("mishaps", () => {
  it("are empty at first", () => {
    expect(new Mishaps().errors).toEqual([]);
  });

  it("are kept in their order", () => {
    const mishaps = new Mishaps();

    mishaps.add("first");
    const result = mishaps.attempt(() => {
      throw new Error("second");
    });

    expect(result).toBeUndefined();
    expect(mishaps.errors).toEqual(["first", new Error("second")]);
  });

  it("return the result of a step that does not throw", () => {
    const mishaps = new Mishaps();

    expect(mishaps.attempt(() => 7)).toBe(7);
    expect(mishaps.errors).toEqual([]);
  });

  it("of one failure are not those of another", () => {
    new Mishaps().add("first");

    expect(new Mishaps().errors).toEqual([]);
  });
});
