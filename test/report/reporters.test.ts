import { describe, expect, it, vi } from "vitest";
import { aReporter, toReporters } from "../../src/report/reporters.ts";

const first = (): void => {};
const second = (): void => {};

describe("toReporters", () => {
  it.each([
    ["a function", first, [first]],
    ["several functions", [first, second], [first, second]],
    ["an empty array", [], []],
    ["false", false as const, []],
  ])("returns for %s what it stands for, and creates no default", (_what, option, reporters) => {
    const createDefault = vi.fn<() => () => void>();

    expect(toReporters(option, createDefault)).toEqual(reporters);
    expect(createDefault).not.toHaveBeenCalled();
  });

  it("creates the default where there is no option", () => {
    expect(toReporters(undefined, () => first)).toEqual([first]);
  });

  it("is not changed by a later change of the option", () => {
    const option = [first];
    const reporters = toReporters(option, () => second);

    option.push(second);

    expect(reporters).toEqual([first]);
  });
});

describe("aReporter", () => {
  const [, accepts] = aReporter;

  it.each([[first], [[first, second]], [[]], [false]])("accepts %o", (option) => {
    expect(accepts(option)).toBe(true);
  });

  it.each([[true], [null], [0], [""], [{}], ["console"], [[first, "console"]], [[undefined]]])(
    "refuses %o",
    (option) => {
      expect(accepts(option)).toBe(false);
    },
  );
});
