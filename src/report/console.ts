import { clip } from "../inspect/clip.ts";
import { escapeControls } from "../inspect/escape-controls.ts";
import { indent } from "../inspect/indent.ts";
import type { RecordedError } from "../inspect/recorded-error.ts";
import type {
  ProcessFailure,
  ProcessFailureSummary,
  ProcessReporter,
  ProcessShutdown,
} from "./process-failure.ts";
import { rateLimit } from "./rate-limit.ts";
import type { FailureRecord, FailureSummary } from "./record.ts";
import type { Reporter } from "./reporter.ts";

const maximumText = 16_000;

/**
 * Creates the default reporter, which prints to stderr: a line for each failure, its causes and its context, and for a
 * 5xx the stack. It prints nothing when the client has left, unless the failure is a server error other than that
 * abort. Of failures with the same method, status, code and route it prints five a
 * second and counts the rest.
 *
 * @example
 * app.use(errorHandler({ reporter: [consoleReporter(), tracker] }));
 */
export function consoleReporter(): Reporter {
  const admits = rateLimit(describeKind, printSuppressed(describeKind));
  return Object.assign((record: FailureRecord): void => console.error(toText(record)), {
    wants: (summary: FailureSummary) => summary.level !== "debug" && admits(summary),
  });
}

/**
 * Prints a failure of the process to stderr: the event, the suspected request, stack and causes. It is the default
 * reporter of `guardProcess`. Of failures with the same event, name of the error and request, it prints five a
 * second and counts the rest, and it prints a line when the shutdown begins.
 *
 * @example
 * guardProcess(server, { reporter: [consoleProcessReporter, tracker] });
 */
export const consoleProcessReporter: ProcessReporter = Object.assign(
  function consoleProcessReporter(failure: ProcessFailure): void {
    const { time, origin, draining, suspect, error } = failure;
    const words = [time, origin];
    if (suspect) words.push("probably of", suspect.method, suspect.path, suspect.requestId);
    if (draining) words.push("draining");
    const head = escapeControls(`${words.join(" ")}: ${codeOf(error)}${error.message}`);
    console.error([head, indent(stackOf(error)), ...causeLines(error)].join("\n"));
  },
  {
    wants: (summary: ProcessFailureSummary): boolean => {
      admitsProcessFailure ??= rateLimit(describeProcessKind, printSuppressed(describeProcessKind));
      return admitsProcessFailure(summary);
    },
    onShutdown: (shutdown: ProcessShutdown): void => console.error(shutdownLine(shutdown)),
  },
);

// Created at the first failure, because an import has no effect. A process has one stderr, so its reporters share it.
let admitsProcessFailure: ((summary: ProcessFailureSummary) => boolean) | undefined;

function shutdownLine(shutdown: ProcessShutdown): string {
  const { time, reason, openRequests, deadline, exitCode } = shutdown;
  const cause = reason === "failure" ? "a failure" : reason;
  const requests = `${openRequests} ${openRequests === 1 ? "request" : "requests"}`;
  return `${time} shutdown after ${cause}: draining, ${requests} in progress; exit with code ${exitCode} within ${deadline.toLocaleString("en-US")} ms`;
}

function describeProcessKind({ origin, name, request }: ProcessFailureSummary): string {
  return escapeControls([origin, name, ...(request === undefined ? [] : [request])].join(" "));
}

function printSuppressed<Kind>(
  describe: (kind: Kind) => string,
): (kind: Kind | undefined, count: number) => void {
  return (kind, count) => {
    const what = kind === undefined ? "others" : describe(kind);
    console.error(`… and ${count.toLocaleString("en-US")} more: ${what}`);
  };
}

function describeKind({ status, code, method, route }: FailureSummary): string {
  const kind = `${status} ${code} ${method}`;
  return route === undefined ? kind : `${kind} ${route}`;
}

function toText(record: FailureRecord): string {
  const lines = [headline(record)];
  if (record.level === "error") lines.push(indent(stackOf(record.error)));
  lines.push(...causeLines(record.error));
  if (record.context !== undefined) {
    lines.push(indent(`context ${JSON.stringify(record.context)}`));
  }
  if (record.firstResponse) lines.push(indent(stackOf(record.firstResponse)));
  for (const mishap of record.alsoFailed ?? []) {
    lines.push(indent(`while handling it: ${stackOf(mishap)}`));
  }
  return clip(lines.join("\n"), maximumText);
}

function causeLines({ causes = [] }: RecordedError): string[] {
  return causes.map((cause) => indent(`caused by ${codeOf(cause)}${stackOf(cause)}`));
}

/** Returns the code of an error, such as a SQLSTATE, unless the line has it already. */
function codeOf({ code }: RecordedError, shown?: string): string {
  return code === undefined || code === shown ? "" : `[${code}] `;
}

function headline(record: FailureRecord): string {
  const { time, status, code, method, path, outcome, requestId, error, fields } = record;
  const words = [time, status, code, method, path, requestId];
  if (outcome !== "sent") words.push(outcome);
  if (fields) {
    words.push(fields.map((field) => `${field.in}${field.pointer} ${field.code}`).join(", "));
  }
  return escapeControls(`${words.join(" ")}: ${codeOf(error, code)}${error.message}`);
}

function stackOf(error: RecordedError): string {
  return error.stack ?? `${error.name}: ${error.message}`;
}
