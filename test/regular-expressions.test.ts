import { readdirSync, readFileSync } from "node:fs";
import type { Request } from "express";
import { postgres } from "express-backstop/mappers/postgres";
import { describe, expect, it } from "vitest";

const folder = new URL("../src/", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .toSorted();

// Where a regular expression may begin; a slash anywhere else divides.
const literal =
  /(?<=(?:[([=,:?|&!{]|=>|return)\s*)\/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/g;

const found = files.flatMap((file) => {
  const code = readFileSync(new URL(file, folder), "utf8").replaceAll(/^\s*(?:\*|\/[*/]).*$/gm, "");
  return [...code.matchAll(literal)].map(([, source = "", flags = ""]) => ({
    name: `/${source}/ of ${file}`,
    regexp: new RegExp(source, flags),
  }));
});

const length = 30_000;
/** A linear search of 30,000 characters takes less than one millisecond; a quadratic one takes half a second and more. */
const milliseconds = 200;

const starts = ["", "/", '"', "application/", "a://"];
const ends = ["", "!", "\n"];

/** Returns what is repeated in hostile texts: each character of the source, pairs of them, and what classes stand for. */
function pumps(source: string): readonly string[] {
  const own = [...new Set(source.replaceAll(/\\[a-zA-Z]/g, ""))].filter((one) => one !== "\\");
  const members = [...new Set([...own, "a", "A", "0", " ", "\n", "-", ".", "é"])];
  const pairs = own.map((one, index) => one + (own[index + 1] ?? "a"));
  return [...members, ...pairs, "a/", "/a", "a+", "a.", '"a', "(a", ":a", "\\a"];
}

/** Returns the shortest of three runs, so that another process on the machine makes no difference. */
function time(search: () => unknown): number {
  let least = Infinity;
  for (let run = 0; run < 3 && least > milliseconds; run += 1) {
    const start = performance.now();
    search();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

describe("the regular expressions of src", () => {
  it("are found, those that run over several lines too", () => {
    const names = found.map(({ name }) => name).join("\n");

    expect(found.length).toBeGreaterThan(50);
    expect(names).toContain("of inspect/escape-controls.ts");
    expect(names).toContain("of express/mount-path.ts");
    expect(names).toContain("of mappers/find-field.ts");
  });

  // fault: regexp-time
  it.each(found)("take a time that grows with the length only: $name", ({ regexp }) => {
    const slow: string[] = [];
    for (const pump of pumps(regexp.source)) {
      const middle = pump.repeat(length / pump.length);
      for (const start of starts) {
        const text = start + middle;
        for (const end of ends) {
          if (time(() => (text + end).search(regexp)) >= milliseconds) {
            slow.push(JSON.stringify([start, pump, end]));
          }
        }
      }
      // One is enough, and each takes long.
      if (slow.length > 0) break;
    }

    expect(slow).toEqual([]);
  });
});

it.each([
  ["opening brackets", "("],
  ["keys without an end", "(a, "],
  ["quotes", '"'],
  ["columns", "a, "],
  ["capitals", "A"],
  ["underscores", "_a"],
])("reads a detail of a megabyte of %s at once", (_what, pump) => {
  const map = postgres();
  const many = pump.repeat(1_000_000 / pump.length);
  for (const detail of [many, `(${many})=(x)`, `Key (a)=(${many}`, `(${many}`]) {
    const error = { code: "23505", severity: "ERROR", message: many, detail };
    const request = { method: "POST", body: { a: "x", nested: { b: many } } } as Request;

    expect(time(() => map(error, request))).toBeLessThan(1000);
  }
});
