import { toRecordedError } from "../inspect/recorded-error.ts";

/** Tells the developer of a second failure or result where only the first can be answered. */
export function warnOfSecond(what: string, error: unknown): void {
  const message = error
    ? `, with an error: ${toRecordedError(error, false).message}`
    : ", with a result";
  process.emitWarning(`${what}${message}. The first was answered.`, {
    code: "BACKSTOP_CALLED_TWICE",
  });
}
