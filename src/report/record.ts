import { allowance, type Take } from "./allowance.ts";
import type { RecordedField } from "./fields.ts";

/** What became of the response: `sent`; `truncated` in mid-stream; `late`, after it was finished; `client_gone`. */
export type Outcome = "sent" | "truncated" | "late" | "client_gone";

/**
 * One failure as the operator sees it: plain data of less than 16 kB as JSON, control characters escaped, without
 * headers, bodies and query strings, and of an error nothing but what is named here.
 */
export interface FailureRecord {
  /** When it was reported, ISO 8601. */
  readonly time: string;
  /** `error` for 5xx, `info` for 4xx, `debug` when the client left. */
  readonly level: "error" | "info" | "debug";
  /** The status decided on; 499 when the client left. */
  readonly status: number;
  /** The code decided on. */
  readonly code: string;
  /** What became of the response. */
  readonly outcome: Outcome;
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  /** The pattern of the last route that ran, as its own router knows it. */
  readonly route?: string;
  readonly requestId: string;
  readonly traceId?: string;
  /** What was thrown. */
  readonly error: RecordedError;
  /** The fields at fault, without their values. */
  readonly fields?: readonly RecordedField[];
  /** The facts the error carries for the operator. */
  readonly context?: unknown;
  /** What else failed while this failure was handled: a mapper, the serializer, the writing. */
  readonly alsoFailed?: readonly RecordedError[];
}

/** An error as data. */
export interface RecordedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** The stack; on 5xx only. */
  readonly stack?: string;
  /** The chain of causes, at most 5. */
  readonly causes?: readonly RecordedError[];
}

/** Receives one record for each failure. */
export type Reporter = (record: FailureRecord) => unknown;

const maximumCauses = 5;

/** The limits of an error's texts, in characters; a cause has less room than what was thrown. */
interface Limits {
  readonly message: number;
  readonly stack: number;
}
const ofThrown: Limits = { message: 2000, stack: 4000 };
const ofCause: Limits = { message: 500, stack: 1500 };

/** Describes whatever was thrown; every read is guarded, for a getter may throw. */
export function toRecordedError(
  thrown: unknown,
  withStack: boolean,
  take: Take = allowance(),
): RecordedError {
  const described = describe(thrown, withStack, take, ofThrown);
  const causes = causesOf(thrown).map((cause) => describe(cause, withStack, take, ofCause));
  return causes.length > 0 ? { ...described, causes } : described;
}

function describe(thrown: unknown, withStack: boolean, take: Take, limits: Limits): RecordedError {
  if (typeof thrown !== "object" || thrown === null) {
    return {
      name: thrown === null ? "null" : typeof thrown,
      message: take(safeString(thrown), limits.message),
    };
  }
  const name = read(thrown, "name");
  const message = read(thrown, "message");
  const code = read(thrown, "code");
  const stack = withStack ? read(thrown, "stack") : undefined;
  return {
    name: typeof name === "string" ? take(name, 100) : "object",
    message: typeof message === "string" ? take(message, limits.message) : "",
    ...(typeof code === "string" && { code: take(code, 100) }),
    ...(typeof stack === "string" && { stack: take(stack, limits.stack, "stack") }),
  };
}

function causesOf(thrown: unknown): unknown[] {
  const causes: unknown[] = [];
  const seen = new Set<unknown>([thrown]);
  const queue = inner(thrown);
  while (queue.length > 0 && causes.length < maximumCauses) {
    const cause = queue.shift();
    if (seen.has(cause)) continue;
    seen.add(cause);
    causes.push(cause);
    queue.push(...inner(cause));
  }
  return causes;
}

/** The cause, and the errors of an AggregateError. */
function inner(thrown: unknown): unknown[] {
  if (typeof thrown !== "object" || thrown === null) return [];
  const cause = read(thrown, "cause");
  const errors = read(thrown, "name") === "AggregateError" ? read(thrown, "errors") : undefined;
  return [
    ...(cause === undefined ? [] : [cause]),
    ...(Array.isArray(errors) ? errors.slice(0, maximumCauses) : []),
  ];
}

function read(thrown: object, name: string): unknown {
  try {
    return (thrown as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function safeString(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
