import { isFunction } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { tryReadMember } from "../misuse/read-member.ts";

/**
 * Checks that a logger has the methods that reporters call.
 *
 * @throws {TypeError} If it lacks one.
 */
export function checkLogger(caller: string, logger: unknown): void {
  const lacking = methods.find((name) => !isFunction(tryReadMember(Object(logger), name)));
  if (lacking === undefined) return;
  throw new TypeError(
    `${caller}: logger must have the methods error, warn, info and debug, got ${describeReceived(logger)} without ${lacking}.`,
  );
}

const methods = ["error", "warn", "info", "debug"] as const;
