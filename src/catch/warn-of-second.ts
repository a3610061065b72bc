import { toRecordedError } from "../inspect/recorded-error.ts";

/** Warns of a second failure or result where only the first can have a response. */
export function warnOfSecond(what: string, error: unknown): void {
  const message = error
    ? `, with an error: ${toRecordedError(error, false).message}`
    : ", with a result";
  process.emitWarning(`${what}${message}. Only the first counts.`, {
    code: "BACKSTOP_CALLED_TWICE",
  });
}
