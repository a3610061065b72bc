import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** A process of the benchmark that is asked questions, one at a time. */
export interface Started<Answer> {
  /** What it said when it was ready. */
  readonly ready: unknown;
  ask(question: unknown): Promise<Answer>;
  stop(): void;
}

/** How a process is started. */
export interface StartOptions {
  readonly node: string;
  readonly args?: readonly string[];
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
  /** The core it stays on, where that can be had. */
  readonly core?: number;
  /** Where stderr goes: a file's descriptor. Default: nowhere, to where writing costs the least. */
  readonly stderr?: number;
}

/** Whether processes can be kept on cores of their own. */
export const canPin: boolean =
  availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Starts a module in a process of its own and waits until it says that it is ready. */
export async function startProcess<Answer>(
  module: URL,
  options: StartOptions,
): Promise<Started<Answer>> {
  const { node, args = [], nodeArgs = [], core, stderr = "ignore" } = options;
  const pinned = core !== undefined && canPin;
  const child = fork(module, args, {
    execPath: pinned ? "taskset" : node,
    execArgv: pinned ? ["-c", String(core), node, ...nodeArgs] : [...nodeArgs],
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", stderr, "ipc"],
  });
  const what = [module.pathname.replace(/^.*\//, ""), ...args].join(" ");
  return {
    ready: await message(child, what),
    ask(question) {
      child.send(question as object);
      // The module answers what its own types say.
      return message(child, what) as Promise<Answer>;
    },
    stop: () => child.kill(),
  };
}

function message(child: ChildProcess, what: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const exited = (code: number | null): void => {
      reject(new Error(`${what}: the process ended with ${code}`));
    };
    child.once("error", reject).once("exit", exited);
    child.once("message", (told) => {
      child.off("exit", exited).off("error", reject);
      resolve(told);
    });
  });
}
