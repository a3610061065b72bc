import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { rateLimit } from "../../src/report/rate-limit.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // Whatever is still counted is done with, as after a second.
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
});

const kind = { status: 404, code: "not_found", method: "GET", route: "/articles/:id" };
const members = ["status", "code", "method", "route"] as const;

it("lets five failures of a kind pass in a second, and counts the others when the second is over", () => {
  const suppressed: [typeof kind | undefined, number][] = [];
  const admits = rateLimit(members, (...args) => suppressed.push(args));

  const admitted = Array.from({ length: 1244 }, () => admits({ ...kind })).filter(Boolean);
  vi.advanceTimersByTime(999);

  expect(admitted).toHaveLength(5);
  expect(admits(kind)).toBe(false);
  expect(suppressed).toEqual([]);

  vi.advanceTimersByTime(1);

  expect(suppressed).toEqual([[kind, 1240]]);
  expect(admits(kind)).toBe(true);
});

it("counts anew in each second", () => {
  const suppressed: number[] = [];
  const admits = rateLimit(members, (_kind, count) => suppressed.push(count));

  for (const count of [8, 7, 6]) {
    for (let index = 0; index < count; index += 1) admits(kind);
    vi.advanceTimersByTime(1000);
  }

  expect(suppressed).toEqual([3, 2, 1]);
});

// Node warns of more than ten listeners.
it("listens to the exit of the process once for all limits, until the last second is over", () => {
  const listeners = (): number => process.listenerCount("exit");
  const before = listeners();

  for (let index = 0; index < 12; index += 1) rateLimit(members, () => {})(kind);
  const counting = listeners();
  vi.advanceTimersByTime(500);
  rateLimit(members, () => {})(kind);
  vi.advanceTimersByTime(500);
  const later = listeners();
  vi.advanceTimersByTime(500);

  // Files that ran before may have left a count open, and its listener with it.
  expect(counting - before).toBeLessThanOrEqual(1);
  expect(later).toBe(counting);
  expect(listeners()).toBe(before);
});

it.each([{ status: 410 }, { code: "gone" }, { method: "PUT" }, { route: "/" }])(
  "counts a failure with %o separately",
  (member) => {
    const admits = rateLimit(members, () => {});
    for (let count = 0; count < 5; count += 1) admits(kind);

    expect(admits({ ...kind, ...member })).toBe(true);
    expect(admits(kind)).toBe(false);
  },
);

it("sets one timer for a second, at its first failure", () => {
  const admits = rateLimit(members, () => {});
  expect(vi.getTimerCount()).toBe(0);

  admits(kind);
  admits(kind);
  admits({ ...kind, route: "/" });

  expect(vi.getTimerCount()).toBe(1);
});

it("says nothing about a kind of which five failures or fewer came", () => {
  const onSuppressed = vi.fn<() => void>();
  const admits = rateLimit(members, onSuppressed);

  for (let count = 0; count < 5; count += 1) admits(kind);
  vi.advanceTimersByTime(1000);

  expect(onSuppressed).not.toHaveBeenCalled();
});

it("counts the kinds after the 200th of a second together, so that memory is bounded", () => {
  const suppressed: [typeof kind | undefined, number][] = [];
  const admits = rateLimit(members, (...args) => suppressed.push(args));
  const kinds = Array.from({ length: 10_000 }, (_, index) => ({ ...kind, route: `/${index}` }));

  const admitted = kinds.filter((each) => admits(each));
  vi.advanceTimersByTime(1000);

  expect(admitted).toHaveLength(205);
  expect(suppressed).toEqual([[undefined, 9795]]);
});
