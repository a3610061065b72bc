import { parseArgs } from "node:util";
import { contenders } from "./contenders.ts";
import { answersOf, measure, type Measured, median } from "./in-process/measure.ts";
import { routes } from "./routes.ts";

// What does an answer cost, next to a hand-written floor? CPU time of whole requests, in process.
//
//   npm run bench
//   npm run bench -- --only floor,express-backstop --processes 3 --rounds 10
//   npm run bench -- --answers express-backstop

const { values } = parseArgs({
  options: {
    node: { type: "string", default: process.execPath },
    only: { type: "string" },
    routes: { type: "string" },
    processes: { type: "string", default: "3" },
    rounds: { type: "string", default: "20" },
    answers: { type: "string" },
    csv: { type: "boolean", default: false },
  },
});

if (values.answers === undefined) await compare();
else {
  for (const [name, answer] of await answersOf(values.node, values.answers)) {
    console.log(`== ${name}\n${answer}\n`);
  }
}

async function compare(): Promise<void> {
  const names = values.only?.split(",") ?? contenders.map(({ name }) => name);
  const routeNames = values.routes?.split(",") ?? routes.map(({ name }) => name);
  const measured = await measure(
    {
      node: values.node,
      contenders: names,
      routes: routeNames,
      processes: Number(values.processes),
      rounds: Number(values.rounds),
    },
    (text) => process.stderr.write(`${text}\n`),
  );
  console.log(table(measured, routeNames));
}

function table(measured: Measured, routeNames: readonly string[]): string {
  const [floor] = [...measured.values()];
  if (!floor) return "";
  const failing = routes.filter(({ fails, name }) => fails && routeNames.includes(name));
  const lines = [
    line(["contender", "errors", ...routeNames]),
    line(["---", ...["errors", ...routeNames].map(() => "---:")]),
    line(["floor, µs", "", ...routeNames.map((name) => median(floor.get(name) ?? []).toFixed(1))]),
  ];
  for (const [name, times] of [...measured].slice(1)) {
    const ratio = (route: string): number => ratioOf(times.get(route), floor.get(route));
    const errors = geometricMean(failing.map((route) => ratio(route.name)));
    lines.push(
      line([name, ...[errors, ...routeNames.map(ratio)].map((value) => value.toFixed(2))]),
    );
  }
  return lines.join("\n");
}

/** The median of the ratios within each round: whatever slows the machine down for a while slows both. */
function ratioOf(times: readonly number[] = [], base: readonly number[] = []): number {
  return median(times.map((time, index) => time / (base[index] ?? Number.NaN)));
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
