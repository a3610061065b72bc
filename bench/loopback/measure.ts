import { routes } from "../routes.ts";
import { type Started, startProcess } from "../start-process.ts";
import type { Measured } from "../table.ts";
import type { Load, Loaded } from "./load.ts";

/** What is measured. */
export interface Plan {
  /** The Node that runs the contenders; the load comes from this one. */
  readonly node: string;
  readonly contenders: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
}

/** What is asked for: all routes that fail, in turn, or the one that succeeds. */
export const kinds: ReadonlyMap<string, Load["routes"]> = new Map([
  ["errors", routes.filter(({ fails }) => fails)],
  ["success", routes.filter(({ name }) => name === "success")],
]);

const connections = 32;
const warmUpSeconds = 2;

/** Measures requests per second over loopback, the contenders in turn within each round; server and load have a core each. */
export async function measure(plan: Plan, progress: (text: string) => void): Promise<Measured> {
  const load = await startProcess<Loaded>(new URL("../peers/load.js", import.meta.url), {
    node: process.execPath,
    core: 1,
  });
  const servers = new Map<string, Started<never>>();
  const measured = new Map<string, Map<string, number[]>>();
  for (const name of plan.contenders) {
    servers.set(name, await startServer(plan.node, name));
    measured.set(name, new Map([...kinds.keys()].map((kind) => [kind, []])));
  }
  for (let round = -1; round < plan.rounds; round += 1) {
    progress(round < 0 ? "warming up" : `round ${round + 1} of ${plan.rounds}`);
    for (const [name, { ready: port }] of servers) {
      for (const [kind, asked] of kinds) {
        const seconds = round < 0 ? warmUpSeconds : plan.seconds;
        const { requestsPerSecond } = await load.ask({ port, routes: asked, connections, seconds });
        if (round >= 0) measured.get(name)?.get(kind)?.push(requestsPerSecond);
      }
    }
  }
  for (const started of [load, ...servers.values()]) started.stop();
  return measured;
}

function startServer(node: string, contender: string): Promise<Started<never>> {
  const module = new URL("server.js", import.meta.url);
  return startProcess(module, { node, args: [contender], core: 0 });
}
