import { readFileSync, statSync } from "node:fs";
import { isAbsolute, relative } from "node:path";
import type { SourcePlace } from "./editor-option.ts";

/** A line of an excerpt. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
  /** Whether it is the line of the frame. */
  readonly isCurrent: boolean;
}

const linesAround = 4;
const maximumFileBytes = 2_000_000;
/** More than the page shows, so that a secret that it would cut in two is recognized. */
const maximumLineLength = 700;

/**
 * Reads the lines around a place; empty if the file cannot be read. Only source code below the working directory is read,
 * whatever a stack says.
 */
export function sourceExcerpt({ file, line }: SourcePlace): readonly SourceLine[] {
  const path = relative(process.cwd(), file);
  const isBelow = !path.startsWith("..") && !isAbsolute(path);
  if (!isBelow || !/\.[cm]?[jt]sx?$/.test(file)) return [];
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > maximumFileBytes) return [];
    const lines = readFileSync(file, "utf8").split(/\r?\n/);
    if (line > lines.length) return [];
    const first = Math.max(1, line - linesAround);
    return lines.slice(first - 1, line + linesAround).map((text, index) => ({
      number: first + index,
      text: text.slice(0, maximumLineLength),
      isCurrent: first + index === line,
    }));
  } catch {
    // The code was built on another machine, or is not in a file.
    return [];
  }
}
