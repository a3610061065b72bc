import { routes } from "./routes.ts";
import { startWorker, type Worker } from "./start-worker.ts";

/** CPU microseconds of a request, one value for each round, by contender and route. */
export type Measured = ReadonlyMap<string, ReadonlyMap<string, number[]>>;

/** The contenders to measure, and how often. */
export interface Plan {
  /** The path of the Node that runs the contenders. */
  readonly node: string;
  readonly contenders: Readonly<Record<string, URL>>;
  /** How many processes each contender gets, one after the other. */
  readonly processes: number;
  /** How often each process is measured on each route. */
  readonly rounds: number;
  /** How many requests of each route come before the first round. */
  readonly warmUp: number;
}

const batchMicroseconds = 60_000;

// A process that waits for its turn would give memory back; getting it again would dominate its next batch.
const nodeArgs = ["--min-semi-space-size=16", "--max-semi-space-size=16"];

/** Measures all contenders in turn within each round, so that a slow phase of the machine slows all of them. */
export async function measure(plan: Plan): Promise<Measured> {
  const measured = new Map<string, Map<string, number[]>>();
  for (const name of Object.keys(plan.contenders)) {
    measured.set(name, new Map(routes.map((route) => [route.name, []])));
  }
  for (let index = 0; index < plan.processes; index += 1) {
    console.error(`process ${index + 1} of ${plan.processes}`);
    const workers: Worker[] = [];
    for (const contender of Object.entries(plan.contenders)) {
      workers.push(await startWorker(contender, plan.node, nodeArgs));
    }
    await measureWorkers(workers, plan, (worker, route, microseconds) => {
      measured.get(worker.name)?.get(route)?.push(microseconds);
    });
    for (const worker of workers) worker.stop();
  }
  return measured;
}

async function measureWorkers(
  workers: readonly Worker[],
  { rounds, warmUp }: Plan,
  add: (worker: Worker, route: string, microseconds: number) => void,
): Promise<void> {
  // All routes are warmed up before one is measured, as in an app that has run for a while.
  const sizes = new Map<string, number>();
  for (const worker of [...workers, ...workers]) {
    for (const { name: route } of routes) {
      const { microseconds } = await worker.ask({ route, requests: warmUp / 2 });
      sizes.set(`${worker.name} ${route}`, Math.ceil(batchMicroseconds / microseconds));
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    const first = round % workers.length;
    for (const { name: route } of routes) {
      for (const worker of [...workers.slice(first), ...workers.slice(0, first)]) {
        const requests = sizes.get(`${worker.name} ${route}`) ?? 1;
        add(worker, route, (await worker.ask({ route, requests })).microseconds);
      }
    }
  }
}
