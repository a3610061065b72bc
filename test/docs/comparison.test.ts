import { describe, expect, it } from "vitest";
import { read } from "./pages.ts";

const tables = read("docs/comparison.md")
  .split("\n\n")
  .filter((paragraph) => paragraph.startsWith("| "))
  .map((table) => table.split("\n").map(cellsOf));

describe("docs/comparison.md", () => {
  it("compares us with the peers that people come from", () => {
    const names = tables.flatMap(([head = []]) => head.slice(2)).join(", ");

    for (const peer of ["http-errors", "boom", "celebrate", "express-validator", "express-zod-api"])
      expect(names).toContain(peer);
    expect(tables.map(([head]) => head?.[1])).toEqual(tables.map(() => "express-backstop"));
  });

  it("has a cell for each package in each row", () => {
    const uneven = tables.flatMap(([head = [], _line, ...rows]) =>
      rows.filter((row) => row.length !== head.length || row.includes("")),
    );

    expect(uneven).toEqual([]);
  });

  // That the links lead somewhere is tested with those of all pages.
  it("shows what it says about us", () => {
    const own = tables.flatMap(([, , ...rows]) => rows.map((row) => row[1] ?? ""));

    expect(own.length).toBeGreaterThan(40);
    expect(own.filter((cell) => !/\]\([^)]+\)/.test(cell))).toEqual([]);
  });
});

function cellsOf(row: string): readonly string[] {
  return row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
