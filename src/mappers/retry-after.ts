import { toSeconds } from "../errors/retry-after.ts";
import { tryReadMember } from "../misuse/read-member.ts";

/** The longest wait that a client of ours is told, in seconds, however long an upstream says. */
const maximumSeconds = 300;

/**
 * Returns the seconds of the Retry-After of another server's response (RFC 9110 §10.2.3), at most 300; undefined if the
 * headers have none that can be read.
 *
 * @param headers A `Headers`, the headers of axios, or an object of headers by name in lower case.
 */
export function readRetryAfter(headers: unknown): number | undefined {
  const value = headerOf(headers, "retry-after");
  const seconds = value === undefined ? undefined : toSeconds(value, Date.now());
  return seconds === undefined ? undefined : Math.min(seconds, maximumSeconds);
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const value = ask(headers, name) ?? tryReadMember(headers, name);
  return typeof value === "string" && value.length < 100 ? value.trim() : undefined;
}

function ask(headers: object, name: string): unknown {
  try {
    const get = tryReadMember(headers, "get");
    return typeof get === "function" ? (Reflect.apply(get, headers, [name]) as unknown) : undefined;
  } catch {
    // Not the get() of headers.
    return undefined;
  }
}
