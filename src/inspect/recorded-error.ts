import { tryReadMember } from "../misuse/read-member.ts";
import { byteBudget, type Truncate } from "./byte-budget.ts";

/** An error as data. */
export interface RecordedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** The stack. The error of a 4xx has none. */
  readonly stack?: string;
  /** The chain of causes, at most 5. */
  readonly causes?: readonly RecordedError[];
}

const maximumCauses = 5;

/** The limits of the texts of an error, in characters; a cause has less room than the error that was thrown. */
interface Limits {
  readonly message: number;
  readonly stack: number;
}
const ofThrown: Limits = { message: 2000, stack: 4000 };
const ofCause: Limits = { message: 500, stack: 1500 };

/** Describes whatever was thrown, as bounded and escaped data. Never throws, though a getter may. */
export function toRecordedError(
  thrown: unknown,
  withStack: boolean,
  truncate: Truncate = byteBudget(),
): RecordedError {
  const described = describe(thrown, withStack, truncate, ofThrown);
  const causes = causesOf(thrown).map((cause) => describe(cause, withStack, truncate, ofCause));
  return causes.length > 0 ? { ...described, causes } : described;
}

function describe(
  thrown: unknown,
  withStack: boolean,
  truncate: Truncate,
  limits: Limits,
): RecordedError {
  if (typeof thrown !== "object" || thrown === null) {
    return {
      name: thrown === null ? "null" : typeof thrown,
      message: truncate(
        typeof thrown === "function" ? notCreated(thrown) : safeString(thrown),
        limits.message,
      ),
    };
  }
  const name = tryReadMember(thrown, "name");
  const message = tryReadMember(thrown, "message");
  const code = tryReadMember(thrown, "code");
  const stack = withStack ? tryReadMember(thrown, "stack") : undefined;
  return {
    name: typeof name === "string" ? truncate(name, 100) : "object",
    message: truncate(
      typeof message === "string" ? message : inPlaceOfError(thrown),
      limits.message,
    ),
    ...(typeof code === "string" && { code: truncate(code, 100) }),
    ...(typeof stack === "string" && { stack: truncate(stack, limits.stack, "stack") }),
  };
}

/** Returns the causes of whatever was thrown, nearest first, at most 5. Never throws. */
export function causesOf(thrown: unknown): unknown[] {
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

/** Returns the cause, and the errors of an AggregateError. */
function inner(thrown: unknown): unknown[] {
  if (typeof thrown !== "object" || thrown === null) return [];
  const cause = tryReadMember(thrown, "cause");
  const errors =
    tryReadMember(thrown, "name") === "AggregateError"
      ? tryReadMember(thrown, "errors")
      : undefined;
  return [...(cause === undefined ? [] : [cause]), ...firstOf(errors)];
}

function firstOf(errors: unknown): unknown[] {
  try {
    return Array.isArray(errors) ? errors.slice(0, maximumCauses) : [];
  } catch {
    return [];
  }
}

/** Describes an object without a message. Its values may be secret, and its names say which object it is. */
function inPlaceOfError(thrown: object): string {
  try {
    if (thrown instanceof Error) return "";
    const names = Object.keys(thrown).slice(0, maximumNames).map(String).join(", ");
    return `An object in place of an Error, ${names === "" ? "without members" : `with the members ${names}`}.`;
  } catch {
    return "An object in place of an Error.";
  }
}

const maximumNames = 10;

/** Returns what to write in place of `throw NotFoundError`, or of a factory that was not called. */
function notCreated(thrown: object): string {
  // A factory of a catalog is known by its code: all of them have one name.
  const isFactory = typeof tryReadMember(thrown, "is") === "function";
  const name = isFactory
    ? `errors.${String(tryReadMember(thrown, "code"))}`
    : tryReadMember(thrown, "name");
  if (typeof name !== "string" || name === "") return "A function was thrown itself.";
  const call = isFactory ? `${name}()` : `new ${name}() of a class, ${name}() of a function`;
  return `${name} was thrown itself. Throw what it creates: ${call}.`;
}

function safeString(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
