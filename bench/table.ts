import { geometricMean, halfRange, lowerQuartile, median, medianRatio } from "./statistics.ts";

/** What was measured, round by round, by contender and column; the first contender is what the others are held to. */
export type Measured = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** How it is shown. */
export interface Layout {
  readonly columns: readonly string[];
  /** The columns whose geometric mean stands first, as `errors`. Default: no mean. */
  readonly mean?: readonly string[];
  /** What the first row's absolute figures are in. */
  readonly unit: string;
  /** Whether they are times, of which the lower quartile counts, and not the middle. Default: false. */
  readonly times?: boolean;
  readonly digits?: number;
  /** How many rounds one process has, where the spread between processes is shown. Default: it is not. */
  readonly roundsEach?: number;
}

/** Shows ratios to the first contender as a markdown table; after ±, how far single processes lie apart. */
export function table(measured: Measured, layout: Layout): string {
  const { columns, mean, unit, digits = 1, times = false } = layout;
  const typical = times ? lowerQuartile : median;
  const [[baseName, base] = ["", new Map<string, readonly number[]>()], ...others] = measured;
  const absolute = columns.map((column) => typical(base.get(column) ?? []).toFixed(digits));
  const heads = mean ? ["errors", ...columns] : [...columns];
  return [
    line(["", ...heads]),
    line(["---", ...heads.map(() => "---:")]),
    line([`${baseName}, ${unit}`, ...(mean ? [""] : []), ...absolute]),
    ...others.map(([name, values]) => {
      const ratios = columns.map((column) => {
        const { middle, spread } = ratio([column], values, base, layout);
        return mean ? middle.toFixed(2) : withSpread(middle, spread);
      });
      if (!mean) return line([name, ...ratios]);
      const { middle, spread } = ratio(mean, values, base, layout);
      return line([name, withSpread(middle, spread), ...ratios]);
    }),
  ].join("\n");
}

type Values = ReadonlyMap<string, readonly number[]>;

function ratio(
  columns: readonly string[],
  values: Values,
  base: Values,
  { times = false, roundsEach }: Layout,
): { middle: number; spread: number | undefined } {
  const over = (from: number, to?: number): number =>
    geometricMean(
      columns.map((column) => {
        const own = (values.get(column) ?? []).slice(from, to);
        const other = (base.get(column) ?? []).slice(from, to);
        return times ? lowerQuartile(own) / lowerQuartile(other) : medianRatio(own, other);
      }),
    );
  const middle = over(0);
  if (roundsEach === undefined) return { middle, spread: undefined };
  const rounds = values.get(columns[0] ?? "")?.length ?? 0;
  const each: number[] = [];
  for (let from = 0; from < rounds; from += roundsEach) each.push(over(from, from + roundsEach));
  return { middle, spread: halfRange(each) };
}

function withSpread(middle: number, spread: number | undefined): string {
  return spread === undefined ? middle.toFixed(2) : `${middle.toFixed(2)} ±${spread.toFixed(2)}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
