import { expect, it } from "vitest";
import { sharedByCopies } from "../../src/copies/shared-by-copies.ts";

it("creates a value once for all copies", () => {
  const first = sharedByCopies("test", () => ({ made: "first" }));
  const second = sharedByCopies("test", () => ({ made: "second" }));

  expect(second).toBe(first);
  expect(Object.keys(globalThis)).not.toContain("express-backstop.test");
});
