import { parseArgs } from "node:util";
import express from "express/package.json" with { type: "json" };
import { contendersOn } from "./contenders.ts";
import { answersOf, measure } from "./in-process/measure.ts";
import { kinds, measure as measureLoopback } from "./loopback/measure.ts";
import { type Node, nodesOf } from "./nodes.ts";
import { routes } from "./routes.ts";
import { canPin } from "./start-process.ts";
import { table } from "./table.ts";
import { writeSection } from "./write-section.ts";

// What does an answer cost, next to a hand-written floor? CPU time of whole requests, in process; with --loopback,
// requests per second over loopback. With --into, the tables replace those of a page.
//
//   npm run bench
//   npm run bench -- --node 24,20 --into docs/performance.md
//   npm run bench -- --node 24 --loopback --into docs/performance.md
//   npm run bench -- --only floor,express-backstop --processes 3 --rounds 10
//   npm run bench -- --answers express-backstop

const { values } = parseArgs({
  options: {
    node: { type: "string" },
    only: { type: "string" },
    routes: { type: "string" },
    processes: { type: "string", default: "3" },
    rounds: { type: "string" },
    "warm-up": { type: "string", default: "6000" },
    loopback: { type: "boolean", default: false },
    seconds: { type: "string", default: "3" },
    answers: { type: "string" },
    into: { type: "string" },
  },
});

for (const node of await nodesOf(values.node)) {
  if (values.answers !== undefined) await showAnswers(node, values.answers);
  else await compare(node);
}

async function compare(node: Node): Promise<void> {
  const names = values.only?.split(",") ?? contendersOn(node.version);
  const text = await (values.loopback ? overLoopback(node, names) : inProcess(node, names));
  console.log(`${text}\n`);
  const kind = values.loopback ? "loopback" : "in process";
  if (values.into !== undefined) {
    writeSection(values.into, `${kind}, Node ${Number.parseInt(node.version, 10)}`, text);
  }
}

async function inProcess(node: Node, names: readonly string[]): Promise<string> {
  const columns = values.routes?.split(",") ?? routes.map(({ name }) => name);
  const [processes, rounds] = [Number(values.processes), Number(values.rounds ?? "20")];
  const warmUp = Number(values["warm-up"]);
  const plan = { node: node.path, contenders: names, routes: columns, processes, rounds, warmUp };
  const measured = await measure(plan, note);
  const failing = routes.filter(({ fails, name }) => fails && columns.includes(name));
  return [
    `${versions(node)}; ${processes} processes of ${rounds} rounds each, after ${warmUp} requests of each route.`,
    "",
    table(measured, {
      columns,
      ...(failing.length > 0 && { mean: failing.map(({ name }) => name) }),
      unit: "µs",
      times: true,
      roundsEach: rounds,
    }),
  ].join("\n");
}

async function overLoopback(node: Node, names: readonly string[]): Promise<string> {
  const [rounds, seconds] = [Number(values.rounds ?? "3"), Number(values.seconds)];
  const plan = { node: node.path, contenders: names, rounds, seconds };
  const measured = await measureLoopback(plan, note);
  const cores = canPin ? "server and load on a core each" : "cores not kept apart";
  return [
    `${versions(node)}; ${rounds} rounds of ${seconds} seconds, ${cores}.`,
    "",
    table(measured, {
      columns: [...kinds.keys()],
      unit: "requests per second",
      digits: 0,
      roundsEach: 1,
    }),
  ].join("\n");
}

async function showAnswers(node: Node, name: string): Promise<void> {
  for (const [route, answer] of await answersOf(node.path, name)) {
    console.log(`== ${route}\n${answer}\n`);
  }
}

function versions({ version }: Node): string {
  return `Node ${version}, Express ${express.version}`;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
