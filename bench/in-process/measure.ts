import { type Route, routes } from "../routes.ts";
import { type Started, startProcess } from "../start-process.ts";
import type { Measured } from "../table.ts";
import type { Told } from "./worker.ts";

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
  /** How many requests of each route come before. */
  readonly warmUp: number;
}

const batchMilliseconds = 60;

// A process that waits for its turn gives memory back, and taking it again would be the dearest part of the next batch.
const nodeArgs = ["--min-semi-space-size=16", "--max-semi-space-size=16"];

/** Measures the CPU microseconds of a request, the contenders one after the other in each round: drift hits all alike. */
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
  for (const worker of workers) await warmUp(worker, measuredRoutes, plan.warmUp);

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

async function warmUp(
  worker: Worker,
  measuredRoutes: readonly Route[],
  requests: number,
): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    for (const { name } of measuredRoutes) {
      const { microseconds } = await worker.ask({ route: name, requests: Math.ceil(requests / 2) });
      worker.cost.set(name, microseconds);
    }
  }
}

interface Worker extends Started<Told> {
  readonly contender: string;
  /** The last known cost of a request by route, in microseconds. */
  readonly cost: Map<string, number>;
}

async function start(node: string, contender: string): Promise<Worker> {
  const module = new URL("worker.js", import.meta.url);
  const started = await startProcess<Told>(module, { node, args: [contender], nodeArgs });
  return { ...started, contender, cost: new Map() };
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
