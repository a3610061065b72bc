import type { PublicError } from "../errors/public-error.ts";
import { statusEntry } from "../errors/status.ts";

/** A member of a problem that repeats a header in the body. */
export type RepeatedHeader = readonly [member: string, value: string | readonly string[]];

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
 * has no such member, if the error has set it, or if the code is declared by the app, with another title.
 *
 * @param linesOf Returns the lines that the response will have of a header, whose name is in lower case.
 */
export function repeatedHeader(
  { status, code, title, extensions }: PublicError,
  linesOf: (header: string) => readonly string[] | undefined,
): RepeatedHeader | undefined {
  const repeated = members.get(status);
  const entry = statusEntry(status);
  if (!repeated || code !== entry.code || title !== entry.title) return undefined;
  const [member, header] = repeated;
  if (extensions && Object.hasOwn(extensions, member)) return undefined;
  const lines = linesOf(header) ?? [];
  if (member === "challenge") return [member, lines];
  const list = lines.join(", ");
  return [member, member === "allow" ? list.split(/[\s,]+/).filter(Boolean) : list];
}
