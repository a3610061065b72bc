/** Returns the difference of two texts, as people read it: changed lines with their line numbers and what is around. */
export function lineDiff(before: string, after: string, file: string): string {
  const [old, current] = [before.split("\n"), after.split("\n")];
  const steps = toSteps(old, current);
  const shown = steps.map((_, index) =>
    steps.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== " "),
  );
  const lines = [`--- ${file}`, `+++ ${file}`];
  for (const [index, { sign, text, line }] of steps.entries()) {
    if (!shown[index]) continue;
    if (!shown[index - 1]) lines.push(`@@ line ${line} @@`);
    lines.push(sign + text);
  }
  return lines.join("\n");
}

/** How many lines around a change are shown. */
const around = 2;

interface Step {
  readonly sign: " " | "+" | "-";
  readonly text: string;
  /** The number of the line before the change. */
  readonly line: number;
}

function toSteps(old: readonly string[], current: readonly string[]): readonly Step[] {
  const lengths = commonLengths(old, current);
  const steps: Step[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < current.length) {
    const [left, right] = [old[at], current[to]];
    const line = at + 1;
    if (left !== undefined && left === right) {
      steps.push({ sign: " ", text: left, line });
      at += 1;
      to += 1;
    } else if (
      left !== undefined &&
      (right === undefined || lengthAt(lengths, at + 1, to) >= lengthAt(lengths, at, to + 1))
    ) {
      steps.push({ sign: "-", text: left, line });
      at += 1;
    } else {
      steps.push({ sign: "+", text: right ?? "", line });
      to += 1;
    }
  }
  return steps;
}

/** The length of the longest common subsequence of the rests of both lists, by their starts. */
function commonLengths(old: readonly string[], current: readonly string[]): readonly Uint32Array[] {
  const rows = Array.from({ length: old.length + 1 }, () => new Uint32Array(current.length + 1));
  for (let at = old.length - 1; at >= 0; at -= 1) {
    const row = rows[at];
    if (!row) continue;
    for (let to = current.length - 1; to >= 0; to -= 1) {
      row[to] =
        old[at] === current[to]
          ? lengthAt(rows, at + 1, to + 1) + 1
          : Math.max(lengthAt(rows, at + 1, to), lengthAt(rows, at, to + 1));
    }
  }
  return rows;
}

function lengthAt(rows: readonly Uint32Array[], at: number, to: number): number {
  return rows[at]?.[to] ?? 0;
}
