/** The results on one Node, by the Express that the tests name. */
export interface Row {
  readonly node: string;
  readonly columns: Map<string, Counts>;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The names of the columns that a run counts into. */
export interface Columns {
  readonly four: string;
  readonly five: string;
  readonly neither: string;
}

/** The part of vitest's JSON report that is read here. */
export interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** Adds the results of a run to the columns, and prints the tests that failed. */
export function addResults(columns: Row["columns"], { testResults }: Report, to: Columns): void {
  const add = (column: string, status: string): void => {
    const counts = columns.get(column) ?? { passed: 0, failed: 0, skipped: 0 };
    columns.set(column, counts);
    counts[status === "passed" || status === "failed" ? status : "skipped"] += 1;
  };
  for (const { status, name, assertionResults } of testResults) {
    if (status === "failed") console.log(`failed in ${name}`);
    // A file that could not be loaded has no tests.
    if (status === "failed" && assertionResults.length === 0) add(to.neither, "failed");
    for (const test of assertionResults) {
      const title = test.ancestorTitles.join(" ");
      if (test.status === "failed") console.log(`  ${title} ${test.title}`);
      if (title.includes("on Express 4")) add(to.four, test.status);
      else if (title.includes("on Express 5")) add(to.five, test.status);
      else add(to.neither, test.status);
    }
  }
}

/** Formats the results as a markdown table. */
export function formatTable(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(({ columns }) => [...columns.keys()]))].toSorted();
  const header = ["Node", ...names.map((name) => (/^\d/.test(name) ? `Express ${name}` : name))];
  const cells = rows.map(({ node, columns }) => [
    node,
    ...names.map((name) => {
      const counts = columns.get(name);
      return counts ? `${counts.passed} / ${counts.failed} / ${counts.skipped}` : "";
    }),
  ]);
  const lines = [header, header.map(() => "---"), ...cells];
  return [
    ...lines.map((line) => `| ${line.join(" | ")} |`),
    "",
    "passed / failed / skipped. The tests under `neither` name no Express: those of examples and of single functions,",
    "which run with the Express 5 that npm ci installed.",
  ].join("\n");
}
