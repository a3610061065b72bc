import { describeReceived } from "../misuse/describe-received.ts";

/** The content of a result of a library. */
export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "defect"; readonly defect: unknown };

/** The members by which the results of the libraries are told apart; none has all of them. */
interface AnyResult {
  /** Effect: `Success` or `Failure`. */
  readonly _tag?: unknown;
  /** better-result: `ok` or `error`. */
  readonly status?: unknown;
  /** neverthrow. */
  readonly isOk?: unknown;
  readonly value?: unknown;
  readonly error?: unknown;
  readonly cause?: unknown;
}

/**
 * Reads a result of neverthrow, better-result or Effect, without these libraries.
 *
 * @throws {TypeError} If the value is something else.
 */
export function readOutcome(result: unknown): Outcome {
  const { _tag, status, isOk, value, error, cause }: AnyResult = Object(result) as AnyResult;
  if (_tag === "Failure") return outcomeOf(cause);
  if (_tag === "Success" || status === "ok") return { kind: "value", value };
  if (status === "error") return { kind: "error", error };
  if (typeof isOk === "function") {
    return Reflect.apply(isOk, result, []) ? { kind: "value", value } : { kind: "error", error };
  }
  throw new TypeError(
    `unwrap: result must be a Result of neverthrow or better-result, or an Exit of Effect, got ${describeReceived(result)}. Await a promise or a ResultAsync first.`,
  );
}

interface Reason {
  readonly _tag?: unknown;
  readonly error?: unknown;
  readonly defect?: unknown;
}

/** A defect counts more than a modeled error beside it: what is broken must not pass for a modeled failure. */
function outcomeOf(cause: unknown): Outcome {
  const reasons = reasonsOf(cause);
  const died = reasons.find(({ _tag }) => _tag === "Die");
  if (died) return { kind: "defect", defect: died.defect };
  const failed = reasons.find(({ _tag }) => _tag === "Fail");
  if (failed) return { kind: "error", error: failed.error };
  return { kind: "defect", defect: new Error("The effect was interrupted.", { cause }) };
}

/** Returns the reasons of a cause: of Effect 4, which lists them, or of Effect 3, whose causes are a tree. */
function reasonsOf(cause: unknown): readonly Reason[] {
  const { reasons } = Object(cause) as { readonly reasons?: unknown };
  if (Array.isArray(reasons)) return reasons as readonly Reason[];
  const found: Reason[] = [];
  const rest: unknown[] = [cause];
  // A loop, since a long chain of causes would be too deep for a recursion.
  while (rest.length > 0) {
    const one = Object(rest.pop()) as Reason & {
      readonly left?: unknown;
      readonly right?: unknown;
    };
    const { _tag: tag, left, right } = one;
    if (tag === "Sequential" || tag === "Parallel") rest.push(right, left);
    else found.push(one);
  }
  return found;
}
