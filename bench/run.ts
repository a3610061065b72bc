import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import express from "express/package.json" with { type: "json" };
import { installNodes } from "../scripts/install-nodes.ts";
import { contenders, variants } from "./contenders.ts";
import { installPeers } from "./install-peers.ts";
import { measure } from "./measure.ts";
import { table } from "./table.ts";

// Prints what a request costs in CPU time, as ratios to a hand-written floor in the same run.
//
//   npm run bench
//   npm run bench -- --node 20,24 --only floor,express-backstop --processes 3 --rounds 10
//   npm run bench -- --before ../other-checkout      (run bench:build in that checkout first)

const { values } = parseArgs({
  options: {
    node: { type: "string", default: process.execPath },
    only: { type: "string" },
    before: { type: "string" },
    processes: { type: "string", default: "3" },
    rounds: { type: "string", default: "20" },
    "warm-up": { type: "string", default: "6000" },
  },
});

const [processes, rounds] = [Number(values.processes), Number(values.rounds)];
const warmUp = Number(values["warm-up"]);
const chosen = choose();
if (Object.values(chosen).some(({ pathname }) => pathname.includes("/peers/"))) installPeers();

for (const { path, version } of installNodes(values.node)) {
  const measured = await measure({ node: path, contenders: chosen, processes, rounds, warmUp });
  const counts = `${processes} processes of ${rounds} rounds each, after ${warmUp} requests`;
  console.log(`Node ${version}, Express ${express.version}; ${counts} of each route.\n`);
  console.log(`${table(measured, rounds)}\n`);
}

function choose(): Record<string, URL> {
  const all: Record<string, URL> = { ...contenders, ...variants };
  let names = Object.keys(contenders);
  if (values.before !== undefined) {
    const module = resolve(values.before, "bench/out/bench/contenders/backstop.js");
    all["express-backstop before"] = pathToFileURL(module);
    names = ["floor", "floor again", "express-backstop", "express-backstop before"];
  }
  const entries = (values.only?.split(",") ?? names).map((name): [string, URL] => {
    const module = all[name];
    if (module) return [name, module];
    const known = Object.keys(all).join(", ");
    throw new TypeError(`There is no contender ${JSON.stringify(name)}. Write one of ${known}.`);
  });
  return Object.fromEntries(entries);
}
