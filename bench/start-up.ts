import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { type Node, nodesOf } from "./nodes.ts";
import { median, medianRatio } from "./statistics.ts";
import { writeSection } from "./write-section.ts";

// How long does importing the root take, next to importing zod? Fresh processes, in turn, CPU time of the import.
//
//   npm run bench:start-up
//   npm run bench:start-up -- --node 24,20 --into docs/performance.md

const modules = ["zod", "express-backstop", "express"];

const { values } = parseArgs({
  options: {
    node: { type: "string" },
    rounds: { type: "string", default: "25" },
    into: { type: "string" },
  },
});

for (const node of await nodesOf(values.node)) {
  const text = compare(node, Number(values.rounds));
  console.log(`${text}\n`);
  const section = `start-up, Node ${Number.parseInt(node.version, 10)}`;
  if (values.into !== undefined) writeSection(values.into, section, text);
}

function compare({ path, version }: Node, rounds: number): string {
  const times = new Map<string, number[]>(modules.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of modules) times.get(name)?.push(importMilliseconds(path, name));
  }
  const zod = times.get("zod") ?? [];
  return [
    `Node ${version}; ${rounds} fresh processes each.`,
    "",
    "| import | CPU time, ms | over zod |",
    "| --- | ---: | ---: |",
    ...[...times].map(([name, each]) => {
      return `| ${name} | ${median(each).toFixed(1)} | ${medianRatio(each, zod).toFixed(2)} |`;
    }),
  ].join("\n");
}

function importMilliseconds(node: string, name: string): number {
  const program = `
    const begun = process.cpuUsage();
    await import(${JSON.stringify(name)});
    const { user, system } = process.cpuUsage(begun);
    console.log((user + system) / 1000);`;
  const { stdout, stderr } = spawnSync(node, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return Number(stdout);
}
