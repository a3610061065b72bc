import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** An instance of the API, which is started again when it ends, and ended when it hangs. */
export interface Instance {
  readonly port: number;
  /** Returns the process that runs now. */
  child(): ChildProcess;
  /** Resolves when the instance is ready for requests. */
  ready(): Promise<void>;
  /** Ends it, and does not start it again. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** The options of `startInstance`. */
export interface InstanceOptions {
  readonly port: number;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Receives what happens to the instance. */
  readonly log: (text: string) => void;
}

const maximumMisses = 3;
// One that cannot start is not started again all the time.
const pause = 300;

/** Starts an instance and watches it, as Kubernetes or systemd would. */
export function startInstance({ port, command, env, log }: InstanceOptions): Instance {
  const closing = new AbortController();
  let child = run();
  const watching = watch();

  function run() {
    const [program = "", ...args] = command;
    const started = spawn(program, args, {
      env: { ...process.env, ...env, PORT: String(port) },
      stdio: ["ignore", "ignore", "pipe"],
    });
    started.stderr.setEncoding("utf8").on("data", (text: string) => log(text.trimEnd()));
    started.once("exit", (code, signal) => {
      if (closing.signal.aborted) return;
      log(`Instance ${port} has ended with ${signal ?? code}, and is started again.`);
      setTimeout(() => {
        if (!closing.signal.aborted) child = run();
      }, pause);
    });
    return started;
  }

  /** Asks the instance. One that refuses connections is starting or draining, and only silence means that it hangs. */
  async function ask(path: string): Promise<"ok" | "not ok" | "silent"> {
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        signal: AbortSignal.timeout(2_000),
      });
      await response.body?.cancel();
      return response.ok ? "ok" : "not ok";
    } catch (error) {
      return error instanceof Error && error.name === "TimeoutError" ? "silent" : "not ok";
    }
  }

  async function ready() {
    while ((await ask("/ready")) !== "ok") await sleep(50);
  }

  async function watch() {
    let misses = 0;
    while (!closing.signal.aborted) {
      await sleep(500, undefined, { signal: closing.signal }).catch(() => {});
      const asked = child;
      const isSilent = (await ask("/health")) === "silent";
      misses = isSilent && asked === child ? misses + 1 : 0;
      if (misses < maximumMisses || closing.signal.aborted) continue;
      log(`Instance ${port} does not respond, and is killed.`);
      misses = 0;
      asked.kill("SIGKILL");
    }
  }

  return {
    port,
    child: () => child,
    ready,
    async stop(signal) {
      closing.abort();
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill(signal);
        // A process that was stopped with SIGSTOP notices no other signal before it continues.
        child.kill("SIGCONT");
        await ended;
      }
      await watching;
    },
  };
}
