import { expect, it } from "vitest";
import { isDeeperThan } from "../../src/validate/depth.ts";

function nested(levels: number, wrap: (value: unknown) => unknown): unknown {
  let value: unknown = "leaf";
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

it.each<[string, (value: unknown) => unknown]>([
  ["arrays", (value) => [value]],
  ["objects", (value) => ({ a: 1, value })],
  ["objects without a prototype", (value) => Object.assign(Object.create(null), { value })],
  ["arrays whose last item is deep", (value) => [1, "a", null, value]],
])("counts the levels of %s", (_what, wrap) => {
  expect(isDeeperThan(9, nested(9, wrap))).toBe(false);
  expect(isDeeperThan(9, nested(10, wrap))).toBe(true);
  expect(isDeeperThan(0, nested(1, wrap))).toBe(true);
});

it.each([undefined, null, 7, "a", () => {}, new Date(), Buffer.from("a"), new Map([["a", {}]])])(
  "counts no level in %o",
  (value) => {
    expect(isDeeperThan(0, value)).toBe(false);
  },
);

it("does not exhaust the stack in data of a million levels", () => {
  expect(
    isDeeperThan(
      1000,
      nested(1_000_000, (value) => [value]),
    ),
  ).toBe(true);
});
