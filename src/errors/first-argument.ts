import { describeReceived } from "../misuse/describe-received.ts";

/** An error that has the mistakes of the call that created it. */
export type NotedError = Error & { readonly failures?: readonly unknown[] | undefined };

/**
 * Adds a mistake for the record to an error whose first argument is wrong: the classes of all other statuses have the
 * message in its place.
 *
 * @param wanted The argument and what it must be.
 */
export function noteFirstArgument(error: NotedError, wanted: string, received: unknown): void {
  const mistake = new TypeError(
    `${error.name}: ${wanted}, got ${describeReceived(received)}. The message comes second.`,
  );
  Object.assign(error, { failures: [...(error.failures ?? []), mistake] });
}
