import { escapeControls } from "../inspect/escape-controls.ts";
import { indent } from "../inspect/indent.ts";
import { printSuppressed, usesJson } from "./console-format.ts";
import { causeLines, codeOf, stackOf } from "./console-text.ts";
import type {
  ProcessFailure,
  ProcessFailureSummary,
  ProcessReporter,
  ProcessShutdown,
} from "./process-failure.ts";
import { rateLimit } from "./rate-limit.ts";

/**
 * Prints a failure of the process to stderr: the event, the suspected request, stack and causes. It is the default
 * reporter of `guardProcess`. Of failures with the same event, name of the error and request, it prints five a
 * second and counts the rest, and it prints a line when the shutdown begins. In production it prints lines of JSON, unless
 * stderr is a terminal.
 *
 * @example
 * guardProcess(server, { reporter: [consoleProcessReporter, tracker] });
 */
export const consoleProcessReporter: ProcessReporter = /* @__PURE__ */ Object.assign(
  function consoleProcessReporter(failure: ProcessFailure): void {
    if (failure === undefined) {
      throw new TypeError(
        "consoleProcessReporter is itself the reporter. Write reporter: consoleProcessReporter, without the parentheses.",
      );
    }
    if (usesJson()) {
      console.error(JSON.stringify(failure));
      return;
    }
    const { time, origin, draining, suspect, error } = failure;
    const words = [time, origin];
    if (suspect) words.push("probably of", suspect.method, suspect.path, suspect.requestId);
    if (draining) words.push("draining");
    const head = escapeControls(`${words.join(" ")}: ${codeOf(error)}${error.message}`);
    // What the shutdown cut has no place in the code.
    const stack = origin === "shutdown" ? [] : [indent(stackOf(error))];
    console.error([head, ...stack, ...causeLines(error)].join("\n"));
  },
  {
    wants: (summary: ProcessFailureSummary): boolean => {
      admitsProcessFailure ??= rateLimit(
        ["origin", "name", "request"],
        printSuppressed(describeProcessKind, (kind) => kind, usesJson()),
      );
      return admitsProcessFailure(summary);
    },
    onShutdown: (shutdown: ProcessShutdown): void =>
      console.error(usesJson() ? shutdownRecord(shutdown) : shutdownLine(shutdown)),
  },
);

// Created at the first failure, because an import has no effect. A process has one stderr, so its reporters share it.
let admitsProcessFailure: ((summary: ProcessFailureSummary) => boolean) | undefined;

function shutdownRecord({ time, reason, ...facts }: ProcessShutdown): string {
  return JSON.stringify({ time, level: "info", shutdown: reason, ...facts });
}

function shutdownLine(shutdown: ProcessShutdown): string {
  const { time, reason, openRequests, deadline, exitCode } = shutdown;
  const cause = reason === "failure" ? "a failure" : reason;
  const requests = `${openRequests} ${openRequests === 1 ? "request" : "requests"}`;
  return `${time} shutdown after ${cause}: draining, ${requests} in progress; exit with code ${exitCode} within ${deadline.toLocaleString("en-US")} ms`;
}

function describeProcessKind({ origin, name, request }: ProcessFailureSummary): string {
  return escapeControls([origin, name, ...(request === undefined ? [] : [request])].join(" "));
}
