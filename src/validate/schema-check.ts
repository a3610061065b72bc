import { isPromise } from "node:util/types";
import type { Request } from "express";
import { toError } from "../errors/to-error.ts";
import type { SchemaResult, StandardSchema } from "../schema/standard-schema.ts";
import { isDeeperThan } from "./depth.ts";
import { illFormedTexts } from "./ill-formed.ts";
import { type SchemaOutcome, toOutcome } from "./schema-outcome.ts";
import { loadVendor } from "./vendor-violation.ts";
import { isDepthBounded } from "./zod/internals.ts";
import { zodRun } from "./zod/run.ts";

/** Checks a value; returns a promise only if the schema is asynchronous. Never throws and never rejects. */
export type SchemaCheck = (value: unknown) => SchemaOutcome | Promise<SchemaOutcome>;

/**
 * Creates the check of a schema of any library.
 *
 * @param direction `backward` encodes with a schema of zod that has codecs. Undefined: the schema parses.
 */
export function toSchemaCheck(schema: StandardSchema, direction?: "backward"): SchemaCheck {
  const run = zodRun(schema, direction) ?? standardRun(schema);
  const { vendor } = schema["~standard"];
  let isLoading = loadVendor(vendor) !== undefined;

  return function check(value) {
    try {
      const outcome = run(value);
      if (isLoading)
        return whenLoaded(outcome).catch((thrown: unknown) => failedOutcome(thrown, value));
      return isPromise(outcome)
        ? outcome.catch((thrown: unknown) => failedOutcome(thrown, value))
        : outcome;
    } catch (thrown) {
      return failedOutcome(thrown, value);
    }
  };

  async function whenLoaded(outcome: ReturnType<SchemaCheck>): Promise<SchemaOutcome> {
    const [settled] = await Promise.all([outcome, loadVendor(vendor)]);
    isLoading = false;
    return settled;
  }
}

function standardRun(schema: StandardSchema): SchemaCheck {
  return (value) => {
    const result: unknown = schema["~standard"].validate(value);
    return isThenable(result) ? Promise.resolve(result).then(fromStandard) : fromStandard(result);
  };
}

function isThenable(result: unknown): result is PromiseLike<unknown> {
  return typeof (result as { then?: unknown } | null | undefined)?.then === "function";
}

function fromStandard(result: unknown): SchemaOutcome {
  if (typeof result === "object" && result !== null) {
    return toOutcome(result as SchemaResult<unknown>);
  }
  throw new TypeError("The schema returned something other than a Standard Schema result.");
}

/** Separates a body that was made to exhaust the stack from a schema that fails, or that calls itself without end. */
function failedOutcome(thrown: unknown, value: unknown): SchemaOutcome {
  return isStackOverflow(thrown) && isDeeperThan(suspectLevels, value)
    ? { kind: "too_deep" }
    : { kind: "failed", error: toError(thrown) };
}

const suspectLevels = 200;

function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && /call stack/.test(thrown.message);
}

const maximumLevels = 1000;

/**
 * Returns a check that refuses a body with a text that is not Unicode, and a body of more than 1,000 levels, without running its schema, since a schema that
 * follows the body may exhaust the stack. It counts the levels only if the body is long enough to have that many, and
 * only if the schema is not of limited depth itself.
 */
export function bodyCheck(
  check: SchemaCheck,
  schema: StandardSchema,
): (value: unknown, req: Request) => ReturnType<SchemaCheck> {
  let bounded: boolean | undefined;
  return (value, req) => {
    // At the first request, when every schema that this one refers to has been defined.
    bounded ??= isDepthBounded(schema);
    const tooDeep = !bounded && mayBeDeep(req) && isDeeperThan(maximumLevels, value);
    if (tooDeep) return { kind: "too_deep" };
    const texts = illFormedTexts(value);
    return texts.length > 0 ? { kind: "ill_formed", texts } : check(value);
  };
}

/** Returns false if the body is too short: in every format, a level takes a byte or more. */
function mayBeDeep({ headers }: Request): boolean {
  const isShort = Number(headers["content-length"]) <= maximumLevels;
  return !isShort || headers["content-encoding"] !== undefined;
}
