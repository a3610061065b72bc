import { readFileSync } from "node:fs";
import type { Finding } from "../doctor/finding.ts";
import { isObject } from "../misuse/check-options.ts";
import { messageOf, UsageError } from "./usage-error.ts";

/** The output of `doctor --json`, which `--baseline` reads. */
export interface DoctorReport {
  readonly version: 1;
  readonly findings: readonly Finding[];
}

/** How findings compare with those of a baseline. */
export interface Comparison {
  /** The findings that the baseline does not have. */
  readonly worse: readonly Finding[];
  /** How many findings the baseline has too. */
  readonly known: number;
  /** How many findings of the baseline are gone. */
  readonly gone: number;
}

/**
 * Compares findings with a baseline. Lines do not count, because they move: a finding is known if the baseline has as
 * many of the same rule for the same route, or in the same file.
 */
export function compare(findings: readonly Finding[], baseline: readonly Finding[]): Comparison {
  const allowed = new Map<string, number>();
  for (const finding of baseline) {
    allowed.set(keyOf(finding), (allowed.get(keyOf(finding)) ?? 0) + 1);
  }
  const worse = findings.filter((finding) => {
    const left = allowed.get(keyOf(finding)) ?? 0;
    allowed.set(keyOf(finding), left - 1);
    return left <= 0;
  });
  const known = findings.length - worse.length;
  return { worse, known, gone: baseline.length - known };
}

function keyOf({ id, route, file }: Finding): string {
  return JSON.stringify([id, route ?? file ?? ""]);
}

/**
 * Reads a report that `doctor --json` has printed.
 *
 * @throws {UsageError} If the file cannot be read, or is something else.
 */
export function readBaseline(file: string): readonly Finding[] {
  let report: Partial<DoctorReport> | null;
  try {
    report = JSON.parse(readFileSync(file, "utf8")) as Partial<DoctorReport> | null;
  } catch (error) {
    throw new UsageError(
      `--baseline ${file}: ${messageOf(error)}. Make it with express-backstop doctor <app> --json > ${file}.`,
    );
  }
  const findings: readonly unknown[] | undefined = report?.findings;
  const isReport = report?.version === 1 && Array.isArray(findings) && findings.every(isFinding);
  if (isReport) return findings;
  throw new UsageError(`--baseline ${file}: this is not what doctor --json prints.`);
}

function isFinding(value: unknown): value is Finding {
  return isObject(value) && "id" in value && typeof value.id === "string";
}
