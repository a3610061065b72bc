import { fork } from "node:child_process";
import { once } from "node:events";
import type { Cost, Question } from "./worker.ts";

/** A process that serves one contender. */
export interface Worker {
  readonly name: string;
  readonly ask: (question: Question) => Promise<Cost>;
  readonly stop: () => void;
}

/** Starts the process of a contender, a name and a module. Resolves when the process is ready. */
export async function startWorker(
  [name, module]: readonly [string, URL],
  node: string,
  nodeArgs: readonly string[],
): Promise<Worker> {
  const child = fork(new URL("worker.js", import.meta.url), [name, module.href], {
    execPath: node,
    execArgv: [...nodeArgs],
    env: { ...process.env, NODE_ENV: "production" },
    // What a contender logs goes nowhere. Write "inherit" for the third to see why a worker failed.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.once("exit", (code) => {
    if (code !== null) throw new Error(`${name}: the worker exited with ${code}.`);
  });
  const reply = async (): Promise<unknown> => (await once(child, "message"))[0];
  await reply();
  const ask = async (question: Question): Promise<Cost> => {
    child.send(question);
    return (await reply()) as Cost;
  };
  return { name, ask, stop: () => void child.kill() };
}
