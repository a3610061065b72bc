import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort, isListening } from "./ports.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const preload = new URL("port-3000.mjs", import.meta.url).href;
const bin = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));

/** A server that was started with a command of a README. */
export interface Example extends AsyncDisposable {
  readonly port: number;
}

/** Runs the command that starts an example and waits until the example listens on a free port. */
export async function startExample(command: string, env: NodeJS.ProcessEnv): Promise<Example> {
  const port = await freePort();
  const child = spawn("sh", ["-c", command], {
    cwd: root,
    env: withBin({ ...env, PORT: String(port), NODE_OPTIONS: `--import=${preload}` }),
    stdio: "ignore",
    // A process group of its own, so that the server ends together with the shell.
    detached: true,
  });
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`"${command}" exited with ${child.exitCode}`);
    await sleep(20);
  }

  return {
    port,
    async [Symbol.asyncDispose]() {
      const closed = hasEnded(child) ? undefined : once(child, "close");
      if (child.pid !== undefined) killGroup(child.pid);
      await closed;
    },
  };
}

/** Runs a command in a shell, and resolves to what it prints to stderr and then to stdout. */
export async function printed(command: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn("sh", ["-c", command], { cwd: root, env: withBin(env) });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  await once(child, "close");
  return stderr + stdout;
}

function withBin(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = `${bin}${delimiter}${process.env["PATH"] ?? ""}`;
  return { ...process.env, NODE_OPTIONS: "", ...env, PATH: path };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // ESRCH: all processes of the group have ended.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
