import { escapeControls } from "./escape-controls.ts";
import type { ProcessFailure } from "./process-failure.ts";
import { type FailureKey, rateLimit } from "./rate-limit.ts";
import type { FailureRecord, FailureSummary, Reporter } from "./record.ts";
import type { RecordedError } from "./recorded-error.ts";

const maximumText = 16_000;

/**
 * Makes the default reporter: a line for a 4xx, stack and causes besides for a 5xx, nothing for a client that left.
 * Of failures with the same code on the same route it prints ten in a second, and counts the rest.
 */
export function consoleReporter(): Reporter {
  const admits = rateLimit((kind, count) => {
    console.error(`… and ${count.toLocaleString("en-US")} more: ${kind ? named(kind) : "others"}`);
  });
  return Object.assign((record: FailureRecord): void => console.error(written(record)), {
    wants: (summary: FailureSummary) => summary.level !== "debug" && admits(summary),
  });
}

function named({ status, code, method, route }: FailureKey): string {
  const kind = `${status} ${code} ${method}`;
  return route === undefined ? kind : `${kind} ${route}`;
}

function written(record: FailureRecord): string {
  const lines = [headline(record)];
  if (record.level === "error") {
    lines.push(...stackLines(record.error));
    if (record.context !== undefined)
      lines.push(indent(`context ${JSON.stringify(record.context)}`));
  }
  if (record.firstAnswer) lines.push(indent(full(record.firstAnswer)));
  for (const failure of record.alsoFailed ?? []) {
    lines.push(indent(`while handling it: ${full(failure)}`));
  }
  return lines.join("\n").slice(0, maximumText);
}

/** The default reporter of what reaches the process: the event, the probable request, stack and causes. */
export function consoleProcessReporter(failure: ProcessFailure): void {
  const { time, origin, draining, suspect, error } = failure;
  const words = [time, origin];
  if (suspect) words.push("probably of", suspect.method, suspect.path, suspect.requestId);
  if (draining) words.push("draining");
  const head = escapeControls(`${words.join(" ")}: ${error.message}`);
  console.error([head, ...stackLines(error)].join("\n"));
}

function stackLines(error: RecordedError): string[] {
  const causes = error.causes ?? [];
  return [indent(full(error)), ...causes.map((cause) => indent(`caused by ${full(cause)}`))];
}

function headline(record: FailureRecord): string {
  const { time, status, code, method, path, outcome, requestId, error, fields } = record;
  const words = [time, status, code, method, path, requestId];
  if (outcome !== "sent") words.push(outcome);
  if (fields)
    words.push(fields.map((field) => `${field.in}${field.pointer} ${field.code}`).join(", "));
  return escapeControls(`${words.join(" ")}: ${error.message}`);
}

function full(error: RecordedError): string {
  return error.stack ?? `${error.name}: ${error.message}`;
}

/** Indented, no line of a message can pass for a line of the log. */
function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${escapeControls(line)}`)
    .join("\n");
}
