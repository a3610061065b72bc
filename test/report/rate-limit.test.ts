import { expect, it, vi } from "vitest";
import { type FailureKind, rateLimit } from "../../src/report/rate-limit.ts";

// Without HTTP, for only here are all calls certain to fall into one second.
it("admits ten of a kind in a second and tells of the others when it is over", async () => {
  const told: [FailureKind | undefined, number][] = [];
  const admits = rateLimit((kind, count) => told.push([kind, count]));
  const kind = { status: 404, code: "not_found", method: "GET", route: "/articles/:id" };
  const unlike = [{ status: 410 }, { code: "gone" }, { method: "PUT" }, { route: "/" }];

  const admitted = Array.from({ length: 1244 }, () => admits({ ...kind })).filter(Boolean);
  const others = unlike.map((member) => admits({ ...kind, ...member }));

  expect(admitted).toHaveLength(10);
  expect(others).toEqual([true, true, true, true]);
  await vi.waitFor(() => expect(told).toEqual([[kind, 1234]]), 5000);
  expect(admits(kind)).toBe(true);
});

it("tells 200 kinds apart in a second and takes the rest for one, so that memory is bounded", async () => {
  const told: [FailureKind | undefined, number][] = [];
  const admits = rateLimit((kind, count) => told.push([kind, count]));
  const kinds = Array.from({ length: 10_000 }, (_, index) => ({
    status: 404,
    code: `code_${index % 50}`,
    method: "GET",
    route: `/${index}`,
  }));

  const admitted = kinds.filter((kind) => admits(kind));

  expect(admitted).toHaveLength(210);
  await vi.waitFor(() => expect(told).toEqual([[undefined, 9790]]), 5000);
});
