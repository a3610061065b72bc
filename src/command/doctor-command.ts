import { doctor } from "../doctor/doctor.ts";
import type { Finding } from "../doctor/finding.ts";
import { readSources } from "../source/read-sources.ts";
import { onlyPositional, readArguments } from "./arguments.ts";
import { compare, type DoctorReport, readBaseline } from "./baseline.ts";
import type { ExitCode, Output } from "./command.ts";
import { loadApp } from "./load-app.ts";
import { loadParser } from "./load-parser.ts";
import { loadTimeout } from "./load-timeout.ts";
import { messageOf, UsageError } from "./usage-error.ts";

/** How `doctor` is called. */
export const doctorUsage = `express-backstop doctor <file> [options]

Finds mistakes in the error handling of the app that <file> exports or listens with.

  --json              print the findings as JSON
  --baseline <file>   fail only on findings that this output of --json does not have
  --ignore <rule>     leave out a rule; may be written several times
  --export <name>     the export that is the app, or a function without parameters that builds it
  --no-source         do not read the source, only the built app
  --timeout <seconds> how long <file> may take to load; default 10

Exit codes: 0 nothing was found, 1 something was found, 2 the app cannot be examined.`;

/** Examines an app. */
export async function runDoctor(args: readonly string[], output: Output): Promise<ExitCode> {
  const given = readArguments(args, options, doctorUsage);
  if (given.has("help")) {
    output.print(doctorUsage);
    return 0;
  }
  const file = onlyPositional(given, doctorUsage);
  const timeout = loadTimeout(given);
  const baselineFile = given.text("baseline");
  const baseline = baselineFile === undefined ? [] : readBaseline(baselineFile);
  const parse = given.has("no-source")
    ? undefined
    : await loadParser("Or write --no-source to examine only the built app.");

  // What cannot be parsed is told with its line before it is run.
  if (parse) examine(() => readSources(file, parse));
  const app = await loadApp(file, given.text("export"), timeout);
  const ignore = given.texts("ignore");
  const findings = examine(() => doctor(app, { ignore, ...(parse && { entry: file, parse }) }));
  const { worse, known, gone } = compare(findings, baseline);

  if (given.has("json")) {
    // All of them: what is printed is the next baseline.
    const report: DoctorReport = { version: 1, findings };
    output.print(JSON.stringify(report, undefined, 2));
  } else {
    output.print(toText(file, worse));
  }
  if (baselineFile !== undefined) {
    output.note(`${worse.length} new, ${known} known, ${gone} gone since ${baselineFile}.`);
  }
  return worse.length > 0 ? 1 : 0;
}

const options = {
  json: { type: "boolean" },
  baseline: { type: "string" },
  ignore: { type: "string", multiple: true },
  export: { type: "string" },
  "no-source": { type: "boolean" },
  timeout: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function examine<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function toText(file: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return `${file}: nothing found.`;
  const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  const texts = findings.map(
    ({ id, place, reason, cure, page }) => `${id}: ${place}\n  ${reason}\n  ${cure}\n  ${page}`,
  );
  return [`${file}: ${count}`, ...texts].join("\n\n");
}
