import { isPromise } from "node:util/types";
import type { Request } from "express";
import { toError } from "../errors/to-error.ts";
import type { SchemaIssue, SchemaResult, StandardSchema } from "../schema/standard-schema.ts";
import { isDeeperThan } from "./depth.ts";
import { isDepthBounded, isSynchronous } from "./zod/internals.ts";

/** Checks a value, at once where the schema waits for nothing; neither throws nor rejects. */
export type SchemaCheck = (value: unknown) => SchemaOutcome | Promise<SchemaOutcome>;

/** What a schema made of a value; or what it failed with itself, which is not the client's doing. */
export type SchemaOutcome = SchemaResult<unknown> | { readonly failure: Error };

/** The one issue of a value that is nested so deep that checking it would exhaust the stack. */
export const tooDeep: SchemaIssue = { message: "is nested too deeply" };

/** Makes the check of a schema, whichever library it is of. */
export function toSchemaCheck(schema: StandardSchema): SchemaCheck {
  const ask = zod4Ask(schema) ?? zod3Ask(schema) ?? standardAsk(schema);

  return function check(value) {
    try {
      const answer = ask(value);
      return isPromise(answer)
        ? answer.catch((thrown: unknown) => toOutcome(thrown, value))
        : answer;
    } catch (thrown) {
      return toOutcome(thrown, value);
    }
  };
}

function toOutcome(thrown: unknown, value: unknown): SchemaOutcome {
  return isStackOverflow(thrown) && isDeeperThan(deep, value)
    ? { issues: [tooDeep] }
    : { failure: toError(thrown) };
}

/** How many levels a body may have; whether a schema can go deeper depends on the stack that is left. */
const maximumLevels = 1000;

/**
 * Refuses a body of more than 1,000 levels before its schema sees it, at the cost of a look; of none if it is short, or
 * if the schema looks no deeper than it is itself.
 */
export function withinDepth(
  check: SchemaCheck,
  schema: StandardSchema,
): (value: unknown, req: Request) => ReturnType<SchemaCheck> {
  let bounded: boolean | undefined;
  return (value, req) => {
    // At the first request, when all schemas that it refers to are there.
    bounded ??= isDepthBounded(schema);
    const refused = !bounded && mayBeDeep(req) && isDeeperThan(maximumLevels, value);
    return refused ? { issues: [tooDeep] } : check(value);
  };
}

/** In whichever format, a level takes a byte at least. */
function mayBeDeep({ headers }: Request): boolean {
  const short = Number(headers["content-length"]) <= maximumLevels;
  return !short || headers["content-encoding"] !== undefined;
}

type Answer = SchemaResult<unknown> | Promise<SchemaResult<unknown>>;
type Ask = (value: unknown) => Answer;

/** What zod answers where the author of the schema has no text: a sign that no text of theirs is. */
export const noText = "express-backstop: no text";

/**
 * zod's Standard Schema entry first tries without waiting: a rejection in an asynchronous refinement would be
 * nobody's and end the process. This is what its own safeParseAsync calls, which has no such try, and safeParse, which
 * is faster, where nothing can wait; without a text for each of ten thousand issues.
 */
function zod4Ask(schema: StandardSchema): Ask | undefined {
  const { _zod: internals } = schema as { _zod?: { run?: unknown } };
  if (schema["~standard"].vendor !== "zod" || typeof internals?.run !== "function") {
    return undefined;
  }
  const zod = internals as Zod4Internals;
  let waits: boolean | undefined;
  return (value) => {
    // At the first request, when all schemas that it refers to are there.
    waits ??= !isSynchronous(schema);
    // A context of its own, for zod keeps what it has seen in it; and run is looked up, for zod replaces it.
    const payload = zod.run({ value, issues: [] }, { async: waits, error: giveNoText });
    return waits && isPromise(payload) ? payload.then(fromPayload) : fromPayload(payload);
  };
}

interface Zod4Internals {
  readonly run: (payload: Payload, context: object) => unknown;
}

function giveNoText(): string {
  return noText;
}

function fromPayload(payload: unknown): SchemaResult<unknown> {
  // What every schema of zod 4 gives back.
  const { issues, value } = payload as Payload;
  return issues.length > 0 ? { issues } : { value };
}

interface Payload {
  readonly value: unknown;
  readonly issues: readonly SchemaIssue[];
}

function zod3Ask(schema: StandardSchema): Ask | undefined {
  const { safeParseAsync } = schema as { safeParseAsync?: unknown };
  if (schema["~standard"].vendor !== "zod" || typeof safeParseAsync !== "function") {
    return undefined;
  }
  return async (value) => {
    const result = (await Reflect.apply(safeParseAsync, schema, [value, texts])) as Zod3Result;
    return result.success ? { value: result.data } : { issues: result.error.issues };
  };
}

type Zod3Result =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };

function standardAsk(schema: StandardSchema): Ask {
  return (value) => {
    const answer: unknown = schema["~standard"].validate(value);
    return isThenable(answer) ? Promise.resolve(answer).then(fromStandard) : fromStandard(answer);
  };
}

function isThenable(answer: unknown): answer is PromiseLike<unknown> {
  return typeof (answer as { then?: unknown } | null | undefined)?.then === "function";
}

function fromStandard(answer: unknown): SchemaResult<unknown> {
  if (typeof answer === "object" && answer !== null) return answer as SchemaResult<unknown>;
  throw new TypeError("A schema answered with something else than a result of Standard Schema.");
}

const texts = {
  // zod 3 asks here even when the schema has a text, which is then the default. Its own default may quote the value.
  errorMap: (issue: Zod3Issue, { defaultError }: { readonly defaultError: string }) => ({
    message:
      issue.code === "invalid_type" && isAuthors(issue, defaultError) ? defaultError : noText,
  }),
};

interface Zod3Issue {
  readonly code: string;
  readonly expected?: unknown;
  readonly received?: unknown;
}

function isAuthors({ expected, received }: Zod3Issue, text: string): boolean {
  return (
    text !== "Required" && text !== `Expected ${String(expected)}, received ${String(received)}`
  );
}

/** Tells a body made to exhaust the stack from a schema that calls itself without end. */
const deep = 200;

function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && /call stack/.test(thrown.message);
}
