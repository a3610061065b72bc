import { describe, expect, it } from "vitest";
import { filesIn, read } from "./pages.ts";

const rows = [...read("docs/faults.md").matchAll(/^\| `([a-z\d-]+)` \|/gm)].map(
  ([, id = ""]) => id,
);
const sources = filesIn("test", ".test.ts")
  .filter((path) => path !== "test/docs/faults.test.ts")
  .map(read);
const idsIn = (mark: RegExp): string[] =>
  sources.flatMap((source) =>
    [...source.matchAll(mark)].flatMap(([, ids = ""]) => ids.split(", ")),
  );
/** Tests are marked with the faults that they show, on the line before: `// fault: thrown-falsy, thrown-route`. */
const marks = idsIn(/^ *\/\/ fault: (.+)\n(?: *\/\/.*\n)* *(?:it|describe)\b/gm);

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

  it("has no mark without a test below it", () => {
    expect(idsIn(/^ *\/\/ fault: (.+)$/gm)).toHaveLength(marks.length);
  });
});
