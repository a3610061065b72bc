import { clip } from "../inspect/clip.ts";
import { escapeControls } from "../inspect/escape-controls.ts";
import { indent } from "../inspect/indent.ts";
import { printSuppressed, usesJson } from "./console-format.ts";
import { causeLines, codeOf, hasFrameOfApp, stackOf } from "./console-text.ts";
import { kindMembers, kindOf } from "./failure-kind.ts";
import { rateLimit } from "./rate-limit.ts";
import type { FailureRecord, FailureSummary } from "./record.ts";
import type { Reporter } from "./reporter.ts";

const maximumText = 16_000;

/** Creates a reporter that prints to stderr; see `consoleReporter`. */
export function printingReporter(isJson: boolean = usesJson()): Reporter {
  const print = isJson ? JSON.stringify : toText;
  const admits = rateLimit<FailureSummary>(
    kindMembers,
    printSuppressed(describeKind, kindOf, isJson),
  );
  return Object.assign((record: FailureRecord): void => console.error(print(record)), {
    wants: (summary: FailureSummary) => summary.level !== "debug" && admits(summary),
  });
}

function describeKind({ status, code, method, route }: FailureSummary): string {
  const kind = `${status} ${code} ${method}`;
  return route === undefined ? kind : `${kind} ${route}`;
}

function toText(record: FailureRecord): string {
  const lines = [headline(record)];
  if (record.level === "error") {
    lines.push(indent(stackOf(record.error)));
    if (!hasFrameOfApp(record.error)) lines.push(indent(placeOf(record)));
  }
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

/** Says where something was thrown that has no stack of its own, such as a text. */
function placeOf({ method, route, handler }: FailureRecord): string {
  return `in ${handler ?? "a handler"} of ${method} ${route ?? "requests"}`;
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
