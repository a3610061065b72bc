import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Route, routes } from "../routes.ts";
import type { Ask, Told } from "./worker.ts";

/** What is measured. */
export interface Plan {
  /** The Node that runs the contenders. */
  readonly node: string;
  readonly contenders: readonly string[];
  readonly routes: readonly string[];
  /** How often every contender gets a fresh process. */
  readonly processes: number;
  /** How often each of them is measured on each route. */
  readonly rounds: number;
}

/** CPU time of a request in microseconds, round by round, by contender and route. */
export type Measured = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

const warmUpRequests = 6000;
const batchMilliseconds = 100;

/** Measures every contender on every route, one after the other within each round, so that drift hits all alike. */
export async function measure(plan: Plan, progress: (text: string) => void): Promise<Measured> {
  const measured = new Map(
    plan.contenders.map((name) => [
      name,
      new Map<string, number[]>(plan.routes.map((route) => [route, []])),
    ]),
  );
  for (let index = 0; index < plan.processes; index += 1) {
    progress(`process ${index + 1} of ${plan.processes}`);
    for (const [name, times] of await measureOnce(plan)) {
      for (const [route, microseconds] of times) {
        measured
          .get(name)
          ?.get(route)
          ?.push(...microseconds);
      }
    }
  }
  return measured;
}

/** Tells how a contender answers each route. */
export async function answersOf(
  node: string,
  contender: string,
): Promise<ReadonlyMap<string, string>> {
  const worker = await start(node, contender);
  const answers = new Map<string, string>();
  for (const { name } of routes) {
    answers.set(name, (await worker.ask({ route: name, requests: 1 })).answer);
  }
  worker.stop();
  return answers;
}

async function measureOnce(plan: Plan): Promise<Map<string, Map<string, number[]>>> {
  const workers = await Promise.all(plan.contenders.map((name) => start(plan.node, name)));
  const measuredRoutes = routes.filter(({ name }) => plan.routes.includes(name));
  // Every route is warmed before any is measured, as an app has it.
  for (const worker of workers) await warmUp(worker, measuredRoutes);

  const batches = new Map<string, Map<string, number[]>>(
    plan.contenders.map((name) => [name, new Map(plan.routes.map((route) => [route, []]))]),
  );
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const { name } of measuredRoutes) {
      // Who comes first changes from round to round.
      for (const worker of rotated(workers, round)) {
        const requests = Math.ceil((batchMilliseconds * 1000) / (worker.cost.get(name) ?? 100));
        const { microseconds } = await worker.ask({ route: name, requests });
        batches.get(worker.contender)?.get(name)?.push(microseconds);
      }
    }
  }
  for (const worker of workers) worker.stop();
  return batches;
}

async function warmUp(worker: Worker, measuredRoutes: readonly Route[]): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    for (const { name } of measuredRoutes) {
      const { microseconds } = await worker.ask({ route: name, requests: warmUpRequests / 2 });
      worker.cost.set(name, microseconds);
    }
  }
}

interface Worker {
  readonly contender: string;
  /** The last known cost of a request by route, in microseconds. */
  readonly cost: Map<string, number>;
  ask(question: Ask): Promise<Told>;
  stop(): void;
}

async function start(node: string, contender: string): Promise<Worker> {
  const child = fork(fileURLToPath(new URL("worker.js", import.meta.url)), [contender], {
    execPath: node,
    env: { ...process.env, NODE_ENV: "production" },
    // What is reported is written, to where it costs the least.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await message(child, contender);
  return {
    contender,
    cost: new Map(),
    ask(question) {
      child.send(question);
      return message<Told>(child, `${contender}, ${question.route}`);
    },
    stop: () => child.kill(),
  };
}

function message<Message>(child: ChildProcess, what: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const exited = (code: number | null): void => {
      reject(new Error(`${what}: the process ended with ${code}`));
    };
    child.once("exit", exited);
    child.once("message", (told) => {
      child.off("exit", exited);
      // The worker sends what its own types say.
      resolve(told as Message);
    });
  });
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
