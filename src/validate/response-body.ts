import type { StandardSchema } from "../schema/standard-schema.ts";
import { type SchemaCheck, toSchemaCheck } from "./schema-check.ts";
import type { InvalidOutcome, SchemaOutcome } from "./schema-outcome.ts";
import { hasCodec } from "./zod/codec.ts";

/**
 * Creates the check of a body that a handler sends. A schema with codecs encodes the body. Otherwise the schema may
 * describe the body itself, or the JSON that is made of it, as of an ObjectId or a Date with `toJSON`: the first that
 * matches is sent.
 */
export function bodySchemaCheck(schema: StandardSchema): SchemaCheck {
  const parse = toSchemaCheck(schema);
  const parseJson = (body: unknown): ReturnType<SchemaCheck> => {
    try {
      return parse(JSON.parse(JSON.stringify(body)));
    } catch (error) {
      // JSON has no BigInt, and no circle.
      return { kind: "failed", error: error as Error };
    }
  };
  let checks: readonly SchemaCheck[] | undefined;

  /** Returns the first valid outcome; without one, that with the fewest issues. */
  function check(body: unknown, index: number, closest?: InvalidOutcome): ReturnType<SchemaCheck> {
    const current = checks?.[index];
    if (!current) return closest ?? { kind: "invalid", issues: [] };
    const settle = (outcome: SchemaOutcome): ReturnType<SchemaCheck> => {
      // Where a schema cannot encode, or JSON cannot hold the body, the other ways decide.
      if (outcome.kind === "valid" || (outcome.kind === "failed" && current === parse))
        return outcome;
      return check(body, index + 1, outcome.kind === "failed" ? closest : closer(closest, outcome));
    };
    const outcome = current(body);
    return outcome instanceof Promise ? outcome.then(settle) : settle(outcome);
  }

  return (body) => {
    // At the first response, when every schema that this one refers to has been defined.
    checks ??= hasCodec(schema)
      ? [toSchemaCheck(schema, "backward"), parse, parseJson]
      : [parse, parseJson];
    return check(body, 0);
  };
}

function closer(one: InvalidOutcome | undefined, other: InvalidOutcome): InvalidOutcome {
  return one && issueCount(one) <= issueCount(other) ? one : other;
}

function issueCount(outcome: InvalidOutcome): number {
  return outcome.kind === "invalid" ? outcome.issues.length : Infinity;
}
