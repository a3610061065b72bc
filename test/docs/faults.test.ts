import { describe, expect, it } from "vitest";
import { filesIn, read } from "./pages.ts";

const rows = [...read("docs/faults.md").matchAll(/^\| `([a-z\d-]+)` \|/gm)].map(
  ([, id = ""]) => id,
);
/** Tests are marked with the faults that they show, on the line before: `// fault: thrown-falsy, thrown-route`. */
const marks = filesIn("test", ".test.ts").flatMap((path) =>
  [
    ...read(path).matchAll(/^ *\/\/ fault: ([a-z\d, -]+)\n(?: *\/\/.*\n)* *(?:it|describe)\b/gm),
  ].flatMap(([, ids = ""]) => ids.split(", ")),
);

describe("docs/faults.md", () => {
  it("has rows with ids of their own", () => {
    expect(rows.length).toBeGreaterThan(80);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it("has no row that no test shows", () => {
    expect(rows.filter((id) => !marks.includes(id))).toEqual([]);
  });

  it("has a row for each fault that a test is marked with", () => {
    expect(marks.filter((id) => !rows.includes(id))).toEqual([]);
  });
});
