import { inDevelopment } from "../misuse/development.ts";

/** The format in which failures are printed: `text` for people, or `json`, one line for each. */
export type ConsoleFormat = "text" | "json";

/**
 * Returns true if lines of JSON are printed: if they are asked for, or in production where the output goes to a program.
 * A developer who reads it through a pipe, as in a container, still gets text.
 */
export function usesJson(format?: ConsoleFormat): boolean {
  return format === undefined ? !inDevelopment() && !process.stderr.isTTY : format === "json";
}

/**
 * Creates the function that prints how many failures of a kind were not printed.
 *
 * @param describe Returns the words for a kind.
 * @param membersOf Returns the members that tell a kind, for JSON.
 */
export function printSuppressed<Kind>(
  describe: (kind: Kind) => string,
  membersOf: (kind: Kind) => object,
  isJson: boolean,
): (kind: Kind | undefined, suppressed: number) => void {
  return (kind, suppressed) => {
    if (isJson) {
      const time = new Date().toISOString();
      const members = kind !== undefined && membersOf(kind);
      console.error(JSON.stringify({ time, level: "warn", suppressed, ...members }));
      return;
    }
    const what = kind === undefined ? "others" : describe(kind);
    console.error(`… and ${suppressed.toLocaleString("en-US")} more: ${what}`);
  };
}
