#!/usr/bin/env node
import { readFileSync } from "node:fs";
import type { Command, ExitCode, Output } from "./command.ts";
import { messageOf, UsageError } from "./usage-error.ts";

// The command express-backstop: npx express-backstop doctor ./app.js

const usage = `express-backstop <command>

  doctor <file>                find mistakes in the error handling of an app
  errors <file> --out <folder> write the reference of a catalog, or check it
  init <file>                  add the error handler to an app
  migrate <file>               change an app that uses other packages
  errors diff <old> <new>      say whether a change of a catalog can break a client

Write express-backstop <command> --help for the options of a command.`;

const commands: ReadonlyMap<string, () => Promise<Command>> = new Map<
  string,
  () => Promise<Command>
>([
  ["doctor", async () => (await import("./doctor-command.ts")).runDoctor],
  ["init", async () => (await import("./init-command.ts")).runInit],
  ["migrate", async () => (await import("./migrate-command.ts")).runMigrate],
  ["errors", async () => (await import("./errors-command.ts")).runErrors],
]);

const output: Output = {
  print: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
};

// An app that is loaded may end the process, or fail later. Neither is a finding.
let ending: ExitCode = 2;
process.once("exit", (code) => {
  if (code !== ending) {
    output.note(`The app has ended the process with exit code ${code}.`);
    process.exitCode = 2;
  }
});
process.on("uncaughtException", (error) => end(fail(error)));
process.on("unhandledRejection", (reason) => end(fail(reason)));

// Not awaited here: the bundler makes a file for each piece of the package where a module waits at its top level.
void main(process.argv.slice(2)).catch(fail).then(end);

async function main([name = "--help", ...args]: readonly string[]): Promise<ExitCode> {
  if (name === "--help" || name === "-h") {
    output.print(usage);
    return 0;
  }
  if (name === "--version") {
    const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    output.print((JSON.parse(manifest) as { version: string }).version);
    return 0;
  }
  const load = commands.get(name);
  if (!load) throw new UsageError(`There is no command ${name}.\n\n${usage}`);
  const command = await load();
  return command(args, output);
}

function fail(error: unknown): ExitCode {
  const isForeign = error instanceof Error && !(error instanceof UsageError);
  output.note(isForeign ? (error.stack ?? error.message) : messageOf(error));
  return 2;
}

/** Ends the process when all is written, also if an app has left timers and connections. */
function end(code: ExitCode): void {
  ending = code;
  process.stdout.write("", () => process.exit(code));
}
