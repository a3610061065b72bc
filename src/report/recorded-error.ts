import { readMember } from "../raise/member.ts";

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

const maximumText = 2000;
const maximumStack = 4000;
const maximumCauses = 5;

/** Describes whatever was thrown; every read is guarded, for a getter may throw. */
export function toRecordedError(thrown: unknown, withStack: boolean): RecordedError {
  const described = describe(thrown, withStack);
  const causes = causesOf(thrown).map((cause) => describe(cause, withStack));
  return causes.length > 0 ? { ...described, causes } : described;
}

function describe(thrown: unknown, withStack: boolean): RecordedError {
  if (typeof thrown !== "object" || thrown === null) {
    return {
      name: thrown === null ? "null" : typeof thrown,
      message: clip(safeString(thrown), maximumText),
    };
  }
  const code = read(thrown, "code");
  const stack = withStack ? text(read(thrown, "stack"), maximumStack) : undefined;
  return {
    name: text(read(thrown, "name"), 100) ?? "object",
    message: text(read(thrown, "message"), maximumText) ?? "",
    ...(typeof code === "string" && { code: clip(code, 100) }),
    ...(stack !== undefined && { stack }),
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
  return [...(cause === undefined ? [] : [cause]), ...firstOf(errors)];
}

function firstOf(errors: unknown): unknown[] {
  try {
    return Array.isArray(errors) ? errors.slice(0, maximumCauses) : [];
  } catch {
    return [];
  }
}

function read(thrown: object, name: string): unknown {
  try {
    return readMember(thrown, name);
  } catch {
    return undefined;
  }
}

function text(value: unknown, limit: number): string | undefined {
  return typeof value === "string" ? clip(value, limit) : undefined;
}

function clip(value: string, limit: number): string {
  return value.length > limit ? `${value.slice(0, limit)}… (${value.length} characters)` : value;
}

function safeString(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
