import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { initSource } from "../migrate/init-source.ts";
import { lineDiff } from "../migrate/line-diff.ts";
import { readSource } from "../source/read-sources.ts";
import { onlyPositional, readArguments } from "./arguments.ts";
import type { ExitCode, Output } from "./command.ts";
import { loadParser } from "./load-parser.ts";
import { messageOf, UsageError } from "./usage-error.ts";

const usage = `express-backstop init <file> [options]

Shows how <file>, which builds an app, gets notFoundHandler() and errorHandler() after its routes.

  --write  change the file

Exit codes: 0 the file has or gets both, 1 it has to be changed by hand, 2 the command cannot do its work.`;

/** Shows or adds the lines that an app needs. */
export async function runInit(args: readonly string[], output: Output): Promise<ExitCode> {
  const given = readArguments(args, options, usage);
  if (given.has("help")) {
    output.print(usage);
    return 0;
  }
  const file = onlyPositional(given, usage);
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`There is no file ${file}.`);
  const parse = await loadParser("");
  let source: ReturnType<typeof readSource>;
  try {
    source = readSource(path, parse);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
  const result = initSource(source, parse);
  if (!("after" in result)) {
    output.print(`${file} was not changed: ${result.reason}.`);
    return result.isDone ? 0 : 1;
  }
  output.print(lineDiff(source.text, result.after, file));
  if (given.has("write")) writeFileSync(path, result.after);
  output.print(
    `\n${file} ${given.has("write") ? "was changed" : "would change. Write --write to change it"}.`,
  );
  return 0;
}

const options = { write: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
