import { describeReceived } from "../misuse/describe-received.ts";

/**
 * The beginning of a challenge: a scheme, alone, with a token, or with its first parameter (RFC 9110 §11.6.1). What ends
 * in a period is not a token, but a sentence.
 */
const challengeStart =
  /^[\w!#$%&'*+.^`|~-]+(?: +(?:[\w.~+/-]*[\w~+/-]=*(?:,|$)|[\w!#$%&'*+.^`|~-]+ *=)|,|$)/;

/** Returns the values that can be sent as challenges, and leaves out sentences for people. */
export function toChallenges(challenge: string | readonly string[]): readonly string[] {
  return [challenge].flat().filter(isChallenge);
}

function isChallenge(value: unknown): value is string {
  return typeof value === "string" && challengeStart.test(value);
}

/**
 * Adds a mistake for the record to an error whose challenge is a sentence for people: the classes of all other statuses
 * have the message in its place.
 */
export function noteChallengeMisuse(
  error: Error & { readonly failures?: readonly unknown[] | undefined },
  challenge: string | readonly string[],
): void {
  const values: readonly unknown[] = [challenge].flat();
  const index = values.findIndex((value) => !isChallenge(value));
  if (index < 0) return;
  const mistake = new TypeError(
    `${error.name}: challenge must be a challenge such as 'Bearer realm="articles"', got ${describeReceived(values[index])}. The message comes second.`,
  );
  Object.defineProperty(error, "failures", { value: [...(error.failures ?? []), mistake] });
}
