import { routes } from "../routes.ts";
import { type Started, startProcess } from "../start-process.ts";
import { median } from "../statistics.ts";
import type { Ask, Told } from "./worker.ts";

/** What is measured. */
export interface Plan {
  readonly node: string;
  readonly contenders: readonly string[];
  /** How many requests are counted at a time. */
  readonly requests: number;
  /** How often. */
  readonly rounds: number;
  /** How many requests of each route come first. */
  readonly warmUp: number;
  /** Arguments of Node beside those that keep it from collecting garbage in between. Default: none. */
  readonly nodeArgs?: readonly string[];
}

// A young generation that holds all that a round allocates; semi-spaces are given in MB.
const roomy = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256"];

/** Bytes that one request allocates on V8's heap, by contender and route: the median of the rounds. */
export async function allocations(
  plan: Plan,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const found = new Map<string, Map<string, number>>();
  for (const contender of plan.contenders) {
    const started = await startProcess<Told>(new URL("worker.js", import.meta.url), {
      node: plan.node,
      args: [contender],
      nodeArgs: [...roomy, ...(plan.nodeArgs ?? [])],
    });
    found.set(contender, await allocationsOf(started, plan));
    started.stop();
  }
  return found;
}

async function allocationsOf(
  started: Started<Told>,
  { requests, rounds, warmUp }: Plan,
): Promise<Map<string, number>> {
  const ask = (route: string, times: number): Promise<Told> =>
    started.ask({ route, requests: times } satisfies Ask);
  for (const { name } of routes) await ask(name, warmUp);

  const found = new Map<string, number>();
  for (const { name } of routes) {
    const each: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { bytes, collections } = await ask(name, requests);
      if (collections === 0) each.push(bytes / requests);
    }
    if (each.length === 0) throw new Error(`${name}: garbage was collected in each round`);
    found.set(name, median(each));
  }
  return found;
}
