import { describe, expect, it } from "vitest";
import { consumers } from "../../scripts/consumers/index.ts";
import { readTable } from "../../scripts/consumers/table.ts";
import { read } from "./pages.ts";

const page = read("docs/compatibility.md");

interface Manifest {
  readonly engines: { readonly node: string };
  readonly peerDependencies: { readonly express: string; readonly zod: string };
}

describe("docs/compatibility.md", () => {
  it("has a row for each project of npm run consumers, with the day when it passed", () => {
    const rows = readTable(page);

    expect(rows.map(({ name }) => name)).toEqual(consumers.map(({ name }) => name));
    expect(rows.filter(({ date }) => !/^20\d\d-\d\d-\d\d$/.test(date))).toEqual([]);
  });

  it("has the minimum versions of package.json, and each was tested", () => {
    const { engines, peerDependencies } = JSON.parse(read("package.json")) as Manifest;
    const ranges = [
      ["Node", "node", engines.node],
      ["Express", "express", peerDependencies.express],
      ["zod", "zod", peerDependencies.zod],
    ] as const;
    const installed = new Set(consumers.flatMap(({ packages }) => packages));

    for (const [what, name, range] of ranges) {
      const minimums = range.match(/\d+\.\d+\.\d+/g) ?? [];
      const [, row = ""] = page.split(`\n| ${what} | `);
      const [line = ""] = row.split("\n");
      expect(line.match(/\d+\.\d+\.\d+/g)).toEqual(minimums);
      expect(minimums.filter((version) => !installed.has(`${name}@${version}`))).toEqual([]);
    }
  });

  it("has the oldest TypeScript that was tested", () => {
    const versions = consumers.flatMap(({ packages }) =>
      packages.flatMap((spec) => /^typescript@(5\.\d+)$/.exec(spec)?.[1] ?? []),
    );

    expect(page).toContain(`\n| TypeScript | ${versions.toSorted()[0]} |`);
  });
});
