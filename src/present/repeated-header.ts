import type { PublicError } from "../errors/public-error.ts";
import { toSeconds } from "../errors/retry-after.ts";
import { statusEntry } from "../errors/status.ts";

/** The member of a problem that repeats a header in the body. */
export type RepeatedHeader = Readonly<Record<string, string | readonly string[]>>;

/** Returns the lines that the response will have of a header, whose name is in lower case; undefined for none. */
export type LinesOf = (header: string) => readonly string[] | undefined;

/** Returns the seconds of the `Retry-After` that the response will have; undefined if it will have none. */
export function repeatedRetryAfter(linesOf: LinesOf): number | undefined {
  const lines = linesOf("retry-after");
  return lines && toSeconds(lines.join(","), Date.now());
}

/** The members by status, with their headers. The types of `builtInErrors` declare them as required. */
const members: ReadonlyMap<number, readonly [member: string, header: string]> = new Map([
  [401, ["challenge", "www-authenticate"]],
  [405, ["allow", "allow"]],
  [407, ["challenge", "proxy-authenticate"]],
  [426, ["protocol", "upgrade"]],
]);

/**
 * Returns the member of a built-in code that repeats the header that its status requires. An error of another library,
 * or a response that is replaced, has only the header, or not even that: the member is empty then. Undefined if the code
 * has no such member, or if the app declares it itself, with another title.
 */
export function repeatedHeader(
  { status, code, title }: PublicError,
  linesOf: LinesOf,
): RepeatedHeader | undefined {
  const repeated = members.get(status);
  const entry = statusEntry(status);
  if (!repeated || code !== entry.code || title !== entry.title) return undefined;
  const [member, header] = repeated;
  const lines = linesOf(header) ?? [];
  if (member === "challenge") return { [member]: lines };
  const list = lines.join(", ");
  return { [member]: member === "allow" ? list.split(/[\s,]+/).filter(Boolean) : list };
}
