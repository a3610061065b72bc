import { isFunction, isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { FailureRecord, FailureSummary } from "../report/record.ts";
import type { Reporter } from "../report/reporter.ts";
import { toError } from "./to-error.ts";

/** The parts of `@sentry/node` that the reporter uses; pass the module itself. */
export interface Sentry {
  captureException(exception: unknown, hint: SentryCaptureContext): string;
}

/** The context of one event of Sentry. */
export interface SentryCaptureContext {
  readonly captureContext: {
    readonly fingerprint: string[];
    readonly tags: Record<string, string>;
    readonly contexts: Record<string, Record<string, unknown>>;
  };
}

/**
 * Creates a reporter for Sentry. It captures each failure whose response is a 5xx, and none whose response is a 4xx,
 * whatever status the error has. The events are grouped by the record's `fingerprint`, have the code and the route as
 * tags, and have secrets masked as in the record.
 *
 * Leave out `Sentry.setupExpressErrorHandler`. What it has captured is not captured again.
 *
 * @param sentry The module `@sentry/node`.
 *
 * @throws {TypeError} If `sentry` has no `captureException`.
 *
 * @example
 * import * as Sentry from "@sentry/node";
 *
 * app.use(errorHandler({ reporter: [consoleReporter(), sentryReporter(Sentry)] }));
 */
export function sentryReporter(sentry: Sentry): Reporter {
  if (!isObject(sentry) || !isFunction(tryReadMember(sentry, "captureException"))) {
    throw new TypeError(
      `sentryReporter: sentry must have a method captureException, got ${describeReceived(sentry)}. Write import * as Sentry from "@sentry/node", then sentryReporter(Sentry).`,
    );
  }
  const capture: Reporter = (record, { error }) => {
    if (wasCaptured(error)) return;
    sentry.captureException(toError(record.error), { captureContext: contextOf(record) });
  };
  return Object.assign(capture, { wants: ({ level }: FailureSummary) => level === "error" });
}

/** Sentry marks what it has captured. */
function wasCaptured(error: unknown): boolean {
  return typeof error === "object" && error !== null && tryReadMember(error, mark) === true;
}

const mark = "__sentry_captured__";

function contextOf({
  fingerprint,
  code,
  status,
  outcome,
  method,
  route,
  handler,
  retryable,
  requestId,
  context,
}: FailureRecord): SentryCaptureContext["captureContext"] {
  return {
    fingerprint: [fingerprint ?? code],
    tags: { code, status: String(status), ...(route !== undefined && { route }), requestId },
    contexts: {
      failure: {
        code,
        status,
        outcome,
        method,
        retryable,
        ...(handler !== undefined && { handler }),
        ...(context !== undefined && { context }),
      },
    },
  };
}
