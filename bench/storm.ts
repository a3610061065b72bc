import { closeSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Loaded } from "./loopback/load.ts";
import { kinds } from "./loopback/measure.ts";
import type { PacedLoad } from "./loopback/paced-load.ts";
import type { Probe, Probed } from "./loopback/probe.ts";
import { type Node, nodesOf } from "./nodes.ts";
import { type Started, startProcess } from "./start-process.ts";
import { median, medianRatio } from "./statistics.ts";
import { writeSection } from "./write-section.ts";

// Does a storm of failing requests slow down the good ones that are served at the same time? Good requests come at a
// steady pace; in turns nothing else comes, or a steady storm of failing requests over 64 connections, or as many
// requests that succeed. Records are written to a file.
//
//   npm run bench:storm
//   npm run bench:storm -- --node 24 --seconds 10 --into docs/performance.md

const connections = 64;
const goodPerSecond = 200;
const turns = 6;
const weathers = ["calm", "errors", "success"] as const;

const { values } = parseArgs({
  options: {
    node: { type: "string" },
    only: { type: "string", default: "floor,express-backstop" },
    seconds: { type: "string", default: "30" },
    rate: { type: "string", default: "2000" },
    into: { type: "string" },
  },
});

if (!(Number(values.rate) > 0)) throw new TypeError("--rate must be a number above 0.");
for (const node of await nodesOf(values.node)) {
  const text = await storm(node, Number(values.seconds) / turns, Number(values.rate));
  console.log(`${text}\n`);
  const section = `storm, Node ${Number.parseInt(node.version, 10)}`;
  if (values.into !== undefined) writeSection(values.into, section, text);
}

async function storm(node: Node, seconds: number, rate: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "storm-"));
  const here = process.execPath;
  const load = await start<Loaded>("./loopback/paced-load.js", { node: here, core: 1 });
  const probe = await start<Probed>("./loopback/probe.js", { node: here, core: 1 });
  const rows: string[] = [];
  for (const name of values.only.split(",")) {
    const file = join(folder, "records");
    const stderr = openSync(file, "w");
    const server = await start("./loopback/server.js", {
      node: node.path,
      args: [name],
      core: 0,
      stderr,
    });
    const p99 = await measure(Number(server.ready), { load, probe }, seconds, rate);
    server.stop();
    closeSync(stderr);
    const kilobytes = (statSync(file).size / 1000).toFixed(0);
    const cells = weathers.map((weather) => {
      const ratio = medianRatio(p99[weather], p99.calm).toFixed(2);
      return `${median(p99[weather]).toFixed(2)}${weather === "calm" ? "" : ` (${ratio})`}`;
    });
    rows.push(`| ${name} | ${cells.join(" | ")} | ${kilobytes} |`);
  }
  for (const started of [load, probe]) started.stop();
  rmSync(folder, { recursive: true });
  return [
    `Node ${node.version}; ${turns} turns of ${seconds} seconds; the storm: ${rate} requests per second over ${connections} connections.`,
    "",
    "| p99 of good requests, ms (over calm) | calm | storm of errors | storm of successes | records, kB |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}

interface Clients {
  readonly load: Started<Loaded>;
  readonly probe: Started<Probed>;
}

async function measure(
  port: number,
  { load, probe }: Clients,
  seconds: number,
  rate: number,
): Promise<Record<(typeof weathers)[number], number[]>> {
  const p99 = { calm: [] as number[], errors: [] as number[], success: [] as number[] };
  const good: Probe = { port, path: "/articles/1", seconds, perSecond: goodPerSecond };
  // The first turn warms up.
  for (let turn = -1; turn < turns; turn += 1) {
    for (const weather of weathers) {
      const routes = kinds.get(weather);
      const asked: PacedLoad | undefined = routes && { port, routes, connections, seconds, rate };
      const [{ p99Milliseconds }, loaded] = await Promise.all([
        probe.ask(good),
        asked && load.ask(asked),
      ]);
      if (loaded && loaded.requestsPerSecond < rate * 0.95)
        throw new Error(`${loaded.requestsPerSecond} requests per second were all. Lower --rate.`);
      if (turn >= 0) p99[weather].push(p99Milliseconds);
    }
  }
  return p99;
}

function start<Answer>(
  module: string,
  options: Parameters<typeof startProcess>[1],
): Promise<Started<Answer>> {
  return startProcess<Answer>(new URL(module, import.meta.url), options);
}
