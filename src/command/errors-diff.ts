import { compareReferences } from "../reference/compare.ts";
import { readArguments } from "./arguments.ts";
import type { ExitCode, Output } from "./command.ts";
import { readReference } from "./read-reference.ts";
import { UsageError } from "./usage-error.ts";

/** Compares two references, and fails if a client can break. */
export function runErrorsDiff(args: readonly string[], output: Output, usage: string): ExitCode {
  const given = readArguments(args, { json: { type: "boolean" } }, usage);
  const [oldFile, newFile, ...others] = given.positionals;
  if (oldFile === undefined || newFile === undefined || others.length > 0) {
    throw new UsageError(`errors diff takes two files.\n\n${usage}`);
  }
  const changes = compareReferences(readReference(oldFile), readReference(newFile));
  const isBreaking = changes.some(({ breaking }) => breaking);

  if (given.has("json")) {
    output.print(JSON.stringify({ version: 1, compatible: !isBreaking, changes }, undefined, 2));
  } else {
    const lines = changes.map(
      ({ breaking, rule, place, text }) =>
        `${breaking ? "breaking  " : "compatible"}  ${rule}: ${place}: ${text}`,
    );
    const summary = isBreaking ? "This can break a client." : "This breaks no client.";
    output.print([...lines, changes.length === 0 ? "Nothing changed." : summary].join("\n"));
  }
  return isBreaking ? 1 : 0;
}
