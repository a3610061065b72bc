import { isPromise } from "node:util/types";
import type { SchemaIssue, StandardSchema } from "../../schema/standard-schema.ts";
import type { SchemaOutcome } from "../schema-outcome.ts";
import { withoutZod3Texts, withoutZod4Texts } from "./custom-message.ts";
import { isSynchronous } from "./internals.ts";

/** Checks a value; throws or rejects if the schema fails. */
export type ZodRun = (value: unknown) => SchemaOutcome | Promise<SchemaOutcome>;

/**
 * Returns the function that checks with a schema of zod 3.25 or 4; undefined for a schema of another library.
 *
 * @param direction `backward` encodes an output of the schema, and throws if the schema has a transformation without a
 *   reverse; only zod 4 has codecs. Undefined: the schema parses.
 */
export function zodRun(schema: StandardSchema, direction?: "backward"): ZodRun | undefined {
  if (schema["~standard"].vendor !== "zod") return undefined;
  return zod4Run(schema, direction) ?? zod3Run(schema);
}

/**
 * Runs a schema of zod 4 as `safeParse` does if nothing in it is asynchronous, and as `safeParseAsync` does otherwise.
 *
 * zod's Standard Schema entry is not used: it first runs every schema synchronously, so that the promise of an
 * asynchronous refinement that rejects has no handler, which ends the process. The safeParse functions are not called
 * either, because they write a text for each of up to ten thousand issues.
 */
function zod4Run(schema: StandardSchema, direction: "backward" | undefined): ZodRun | undefined {
  const { _zod: internals } = schema as { _zod?: { run?: unknown } };
  if (typeof internals?.run !== "function") return undefined;
  const zod = internals as Zod4Internals;
  let isAsync: boolean | undefined;
  return (value) => {
    // At the first request, when every schema that this one refers to has been defined.
    isAsync ??= !isSynchronous(schema);
    // A new context each time, since zod stores state in it. `run` is read each time, since zod replaces it.
    // With the input, which the issues of a union would lose; it says whether a value is missing.
    const context = { async: isAsync, error: withoutZod4Texts, reportInput: true, direction };
    const payload = zod.run({ value, issues: [] }, context);
    return isAsync && isPromise(payload) ? payload.then(fromPayload) : fromPayload(payload);
  };
}

interface Zod4Internals {
  readonly run: (payload: Payload, context: object) => unknown;
}

interface Payload {
  readonly value: unknown;
  readonly issues: readonly SchemaIssue[];
}

function fromPayload(payload: unknown): SchemaOutcome {
  // Every schema of zod 4 returns its payload.
  const { issues, value } = payload as Payload;
  return issues.length > 0 ? { kind: "invalid", issues } : { kind: "valid", value };
}

function zod3Run(schema: StandardSchema): ZodRun | undefined {
  const { safeParseAsync } = schema as { safeParseAsync?: unknown };
  if (typeof safeParseAsync !== "function") return undefined;
  return async (value) => {
    const result = (await Reflect.apply(safeParseAsync, schema, [
      value,
      { errorMap: withoutZod3Texts },
    ])) as Zod3Result;
    return result.success
      ? { kind: "valid", value: result.data }
      : { kind: "invalid", issues: result.error.issues };
  };
}

type Zod3Result =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
