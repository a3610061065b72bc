import { expect, it, vi } from "vitest";
import { rateLimit } from "../../src/report/rate-limit.ts";

// Without HTTP, for only here are all calls certain to fall into one second.
it("admits ten of a kind in a second and tells of the others when it is over", async () => {
  const told: [string, number][] = [];
  const admits = rateLimit((kind, count) => told.push([kind, count]));

  const admitted = Array.from({ length: 1244 }, () => admits("a")).filter(Boolean);
  const other = admits("b");

  expect(admitted).toHaveLength(10);
  expect(other).toBe(true);
  await vi.waitFor(() => expect(told).toEqual([["a", 1234]]), 5000);
});

it("tells 200 kinds apart in a second and takes the rest for one, so that memory is bounded", async () => {
  const told: [string, number][] = [];
  const admits = rateLimit((kind, count) => told.push([kind, count]));

  const admitted = Array.from({ length: 10_000 }, (_, kind) => admits(`${kind}`)).filter(Boolean);

  expect(admitted).toHaveLength(210);
  await vi.waitFor(() => expect(told).toEqual([["others", 9790]]), 5000);
});
