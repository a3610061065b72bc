import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { lineDiff } from "../migrate/line-diff.ts";
import { type MigratedFile, migrateSources, migrations } from "../migrate/migrate-sources.ts";
import { readSources } from "../source/read-sources.ts";
import { onlyPositional, readArguments } from "./arguments.ts";
import type { ExitCode, Output } from "./command.ts";
import { loadParser } from "./load-parser.ts";
import { messageOf, UsageError } from "./usage-error.ts";

const names = migrations.map(({ name }) => name);

const usage = `express-backstop migrate <file> [options]

Shows how the source of an app changes: that of <file>, and of the files that it imports by relative paths. What is not
certain is not changed, and listed.

  --write        change the files
  --only <name>  one of ${names.join(", ")}; may be written several times

Exit codes: 0 all was changed, 1 something has to be changed by hand, 2 the command cannot do its work.`;

/** Shows or applies migrations. */
export async function runMigrate(args: readonly string[], output: Output): Promise<ExitCode> {
  const given = readArguments(args, options, usage);
  if (given.has("help")) {
    output.print(usage);
    return 0;
  }
  const entry = onlyPositional(given, usage);
  const only = given.texts("only");
  const wrong = only.find((name) => !names.includes(name));
  if (wrong !== undefined) {
    throw new UsageError(`--only must be one of ${names.join(", ")}, got ${wrong}.`);
  }
  const chosen = migrations.filter(({ name }) => only.length === 0 || only.includes(name));
  const parse = await loadParser("");
  let files: readonly MigratedFile[];
  try {
    files = migrateSources(readSources(entry, parse), chosen, parse);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }

  const changed = files.filter(({ before, after }) => before !== after);
  for (const { file, before, after } of changed) {
    output.print(`${lineDiff(before, after, toRelative(file))}\n`);
    if (given.has("write")) writeFileSync(file, after);
  }
  const undared = files.flatMap(({ file, undared: places }) =>
    places.map(
      ({ line, reason, page }) => `${toRelative(file)}:${line}: ${reason} See docs/${page}.`,
    ),
  );
  const count = countOf(changed.length, "file");
  output.print(
    given.has("write")
      ? `Changed ${count}.`
      : `${count} would change. Write --write to change them.`,
  );
  if (undared.length > 0) output.print(`\nBy hand:\n${undared.join("\n")}`);
  return undared.length > 0 ? 1 : 0;
}

const options = {
  write: { type: "boolean" },
  only: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
} as const;

function toRelative(file: string): string {
  return relative(process.cwd(), file).replaceAll("\\", "/");
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
