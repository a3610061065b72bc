import type { CommandArguments } from "./arguments.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Returns the milliseconds that a file may take to load, from the option `--timeout` in seconds. Default: 10 seconds.
 *
 * @throws {UsageError} If the value is not a number of seconds up to 3600.
 */
export function loadTimeout(given: CommandArguments): number {
  const text = given.text("timeout") ?? "10";
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return seconds * 1000;
  throw new UsageError(`--timeout must be a number of seconds up to 3600, got ${text}.`);
}
