import type { Reporter, TestCase, TestModule } from "vitest/node";

const leftOut =
  "left out: the tests of the mappers with the real libraries; npm run test:libraries runs them";

/** Prints at the end of a run which tests were skipped and why, then the counts in words that any tool can read. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const reasons = new Map<string, number>();
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== "pending") counts[state] += 1;
        if (state !== "skipped") continue;
        const reason = reasonOf(test);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    const { passed, failed, skipped } = counts;
    const why = [...reasons].map(([reason, count]) => `${count}: ${reason}`).join("; ");
    process.once("exit", () => {
      // All tests, as `npm test` runs them, are still not those that need an installation of their own.
      if (process.env["npm_lifecycle_event"] === "test") process.stdout.write(`${leftOut}\n`);
      if (skipped > 0) process.stdout.write(`skipped ${why}\n`);
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    });
  }
}

/** Returns the note of a skipped test, or the reason that a title has in parentheses: `(skipped: …)`. */
function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === "skipped" ? result.note : undefined;
  return (
    note ?? /\(skipped: (.+?)\)/.exec(test.fullName)?.[1] ?? "no reason given, or left out by -t"
  );
}
