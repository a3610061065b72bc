import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "vitest";

const program = process.env["TEST_PROMTOOL"] ?? "promtool";

const hasPromtool = spawnSync(program, ["--version"]).status === 0;

/** Skips a test, and says why, where there is no promtool. */
export function needsPromtool({ skip }: Pick<TestContext, "skip">): void {
  skip(!hasPromtool, "no promtool; set TEST_PROMTOOL");
}

/** Checks a rule file with `promtool check rules`, and returns what it says. */
export function checkRules(rules: object): string {
  return inFolder((write) => promtool(["check", "rules", write("rules.json", rules)]));
}

/** Runs tests of rules, in the format of `promtool test rules`, and returns what it says. */
export function testRules(rules: object, tests: readonly object[]): string {
  return inFolder((write) => {
    const rule_files = [write("rules.json", rules)];
    const file = write("tests.json", { rule_files, evaluation_interval: "1m", tests });
    return promtool(["test", "rules", file]);
  });
}

type Write = (name: string, content: object) => string;

function inFolder(run: (write: Write) => string): string {
  const folder = mkdtempSync(join(tmpdir(), "promtool-"));
  try {
    return run((name, content) => {
      const file = join(folder, name);
      writeFileSync(file, JSON.stringify(content));
      return file;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function promtool(args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return stdout + stderr;
}
