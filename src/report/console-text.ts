import { indent } from "../inspect/indent.ts";
import type { RecordedError } from "../inspect/recorded-error.ts";

/** Returns a line for each cause of an error, with its code and its stack. */
export function causeLines({ causes = [] }: RecordedError): string[] {
  return causes.map((cause) => indent(`caused by ${codeOf(cause)}${stackOf(cause)}`));
}

/** Returns the code of an error, such as a SQLSTATE, unless the line has it already. */
export function codeOf({ code }: RecordedError, shown?: string): string {
  return code === undefined || code === shown ? "" : `[${code}] `;
}

/** Returns the stack of an error, or else its name and message. */
export function stackOf(error: RecordedError): string {
  return error.stack ?? `${error.name}: ${error.message}`;
}

/** Creates the function that prints how many failures of a kind were not printed. */
export function printSuppressed<Kind>(
  describe: (kind: Kind) => string,
): (kind: Kind | undefined, count: number) => void {
  return (kind, count) => {
    const what = kind === undefined ? "others" : describe(kind);
    console.error(`… and ${count.toLocaleString("en-US")} more: ${what}`);
  };
}
