import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BuiltPackage, buildPackage } from "../support/built-package.ts";

/** The output of one run of the command. */
export interface CommandRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the built package is installed. */
export interface Project extends Disposable {
  readonly folder: string;
  /** The path of the command. */
  readonly main: string;
  /** Writes files, by their paths in the folder. */
  write(files: Readonly<Record<string, string>>): void;
  /** Runs the command express-backstop in the folder, and waits for its end. */
  run(...args: readonly string[]): Promise<CommandRun>;
}

/** Builds the package, installs it in a folder with these files, and runs its command there. */
export async function createProject(files: Readonly<Record<string, string>>): Promise<Project> {
  const built: BuiltPackage = await buildPackage();
  const { folder } = built;
  const main = join(folder, "node_modules/express-backstop/dist/command/main.js");
  function write(more: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }
  write({ "package.json": '{ "type": "module" }', ...files });
  return {
    folder,
    main,
    write,
    run: (...args) => run(folder, [main, ...args]),
    [Symbol.dispose]: () => built[Symbol.dispose](),
  };
}

/** Runs a program of Node, and waits for its end. */
export async function run(folder: string, args: readonly string[]): Promise<CommandRun> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
