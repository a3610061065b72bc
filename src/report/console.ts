import type { ProcessFailure } from "./process-failure.ts";
import type { FailureRecord } from "./record.ts";
import type { RecordedError } from "./recorded-error.ts";

/** The default reporter: a line for a 4xx, stack and causes besides for a 5xx; nothing for a client that left. */
export function consoleReporter(record: FailureRecord): void {
  if (record.level === "debug") return;
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
  console.error(lines.join("\n"));
}

/** The default reporter of what reaches the process: the event, the probable request, stack and causes. */
export function consoleProcessReporter(failure: ProcessFailure): void {
  const { time, origin, draining, suspect, error } = failure;
  const words = [time, origin];
  if (suspect) words.push("probably of", suspect.method, suspect.path, suspect.requestId);
  if (draining) words.push("draining");
  const head = oneLine(`${words.join(" ")}: ${error.message}`);
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
  return oneLine(`${words.join(" ")}: ${error.message}`);
}

function full(error: RecordedError): string {
  return error.stack ?? `${error.name}: ${error.message}`;
}

// A control character in a message or a path could forge a line of the log or drive the terminal.
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, escape);
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${oneLine(line)}`)
    .join("\n");
}

function escape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
