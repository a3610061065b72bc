import type { Measured } from "./measure.ts";
import { routes } from "./routes.ts";

/**
 * Formats ratios to the first contender as a markdown table. Each is a ratio of lower quartiles, because other load on
 * the machine can only slow a run down. `errors` is the geometric mean of the failing routes; after ± stands half the
 * range of this mean over the single processes.
 */
export function table(measured: Measured, rounds: number): string {
  const names = routes.map(({ name }) => name);
  const failing = routes.filter(({ status }) => status >= 400);
  const [[baseName, base] = ["", new Map<string, number[]>()], ...others] = measured;
  const floor = names.map((route) => lowerQuartile(base.get(route)).toFixed(1));
  const lines = [
    ["", "errors", ...names],
    ["---", "---:", ...names.map(() => "---:")],
    [`${baseName}, µs`, "", ...floor],
  ];
  for (const [contender, own] of others) {
    const ratio = (route: string, from = 0, to = Number.POSITIVE_INFINITY): number =>
      lowerQuartile(own.get(route)?.slice(from, to)) /
      lowerQuartile(base.get(route)?.slice(from, to));
    const errors = (from?: number, to?: number): number =>
      geometricMean(failing.map(({ name }) => ratio(name, from, to)));

    const each: number[] = [];
    const count = own.get("success")?.length ?? 0;
    for (let from = 0; from < count; from += rounds) each.push(errors(from, from + rounds));
    const spread = (Math.max(...each) - Math.min(...each)) / 2;
    const mean = `${errors().toFixed(2)} ±${spread.toFixed(2)}`;
    lines.push([contender, mean, ...names.map((route) => ratio(route).toFixed(2))]);
  }
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function lowerQuartile(values: readonly number[] = []): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.NaN;
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
