import { expect, it } from "vitest";
import { sharedByCopies } from "../../src/copies/shared-by-copies.ts";

it("creates a value once for all copies", () => {
  const first = sharedByCopies("test", () => ({ made: "first" }));
  const second = sharedByCopies("test", () => ({ made: "second" }));
  const other = sharedByCopies("other test", () => ({ made: "third" }));

  expect([first, other]).toEqual([{ made: "first" }, { made: "third" }]);
  expect(second).toBe(first);
  expect(Symbol.for("express-backstop.test") in globalThis).toBe(true);
  expect(Object.keys(globalThis)).not.toContain("express-backstop.test");
});
