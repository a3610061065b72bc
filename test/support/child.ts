import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { compile } from "./compile.ts";

const apps = new URL("../process/apps/", import.meta.url);

/** An app in a process of its own, so that its death can be watched. */
export interface ChildApp extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: number;
  /** Returns what it has printed so far. */
  output(): string;
  /** Resolves to the exit code and the signal, when all its output has arrived. */
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  running(): boolean;
  /** Resolves when a request for each of the paths has arrived in the app. */
  arrived(...paths: readonly string[]): Promise<void>;
}

interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
  /** How many files and sockets the app may have open at a time. */
  readonly openFiles?: number;
}

/** Starts an app of test/process/apps and waits until it says on which port it listens. */
export async function startApp(
  name: string,
  { env = {}, args = [], openFiles }: StartOptions = {},
): Promise<ChildApp> {
  const program = [process.execPath, await compile(new URL(`${name}.ts`, apps)), ...args];
  // Only a shell can set the limit; it becomes the program.
  const limited = ["sh", "-c", `ulimit -n ${openFiles}; exec "$0" "$@"`, ...program];
  const [command = "", ...words] = openFiles === undefined ? program : limited;
  const child = spawn(command, words, {
    env: { ...process.env, NODE_OPTIONS: "", NODE_TLS_REJECT_UNAUTHORIZED: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const closed = once(child, "close");
  const arrivals = new Set<unknown>();
  child.on("message", (message: { arrived?: string }) => arrivals.add(message.arrived));
  const [message] = (await Promise.race([
    once(child, "message"),
    closed.then(() => Promise.reject(new Error(`${name} did not start: ${output}`))),
  ])) as [{ port: number }];

  return {
    child,
    port: message.port,
    url: `http://127.0.0.1:${message.port}`,
    output: () => output,
    exit: closed.then(() => ({ code: child.exitCode, signal: child.signalCode })),
    async arrived(...paths) {
      while (!paths.every((path) => arrivals.has(path))) await once(child, "message");
    },
    running: () => child.exitCode === null && child.signalCode === null,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}
