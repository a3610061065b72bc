import { noteFirstArgument, type NotedError } from "./note-mistake.ts";

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

/** Adds a mistake for the record to an error of which one challenge is a sentence for people. */
export function noteChallengeMisuse(
  error: NotedError,
  challenge: string | readonly string[],
): void {
  const values: readonly unknown[] = [challenge].flat();
  const index = values.findIndex((value) => !isChallenge(value));
  if (index < 0) return;
  noteFirstArgument(
    error,
    `challenge must be a challenge such as 'Bearer realm="articles"'`,
    values[index],
  );
}
