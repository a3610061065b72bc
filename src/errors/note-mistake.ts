import { describeReceived } from "../misuse/describe-received.ts";

/** An error that has the mistakes of the call that created it. */
export type NotedError = Error & { readonly failures?: readonly unknown[] | undefined };

/** Adds a mistake for the record to an error. It is not thrown: it must not replace the error that is. */
export function noteMistake(error: NotedError, mistake: unknown): void {
  Object.assign(error, { failures: [...(error.failures ?? []), mistake] });
}

/**
 * Adds a mistake for the record to an error whose first argument is wrong: the classes of all other statuses have the
 * message in its place.
 *
 * @param wanted The argument and what it must be.
 */
export function noteFirstArgument(error: NotedError, wanted: string, received: unknown): void {
  const got = describeReceived(received);
  noteMistake(
    error,
    new TypeError(`${error.name}: ${wanted}, got ${got}. The message comes second.`),
  );
}
