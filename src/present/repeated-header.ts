import type { PublicError } from "../errors/public-error.ts";
import { toSeconds } from "../errors/retry-after.ts";
import { statusEntry } from "../errors/status.ts";

/** A header that a member of the problem repeats. */
export interface RepeatedHeader {
  /** The name in lower case. */
  readonly header: string;
  readonly member: string;
}

/** The member of a problem that repeats a header. */
export type RepeatingMember = Readonly<Record<string, string | readonly string[]>>;

/** The headers by status. The types of `builtInErrors` declare their members as required. */
const headers: ReadonlyMap<number, RepeatedHeader> = new Map([
  [401, { header: "www-authenticate", member: "challenge" }],
  [405, { header: "allow", member: "allow" }],
  [407, { header: "proxy-authenticate", member: "challenge" }],
  [426, { header: "upgrade", member: "protocol" }],
]);

/**
 * Returns the header that a problem repeats, because its status requires it. Undefined for every other problem, and for
 * a built-in code that the app declares itself, with another title.
 */
export function repeatedHeader({ status, code, title }: PublicError): RepeatedHeader | undefined {
  const repeated = headers.get(status);
  const entry = repeated && statusEntry(status);
  return code === entry?.code && title === entry.title ? repeated : undefined;
}

/**
 * Returns the member that repeats a header. It is empty without lines: an error of another library, or a response that
 * is replaced, may lack the header that HTTP requires.
 *
 * @param lines The lines that the response will have.
 */
export function repeatingMember(
  { member }: RepeatedHeader,
  lines: readonly string[] = [],
): RepeatingMember {
  if (member === "challenge") return { [member]: lines };
  const list = lines.join(", ");
  return { [member]: member === "allow" ? list.split(/[\s,]+/).filter(Boolean) : list };
}

/** Returns the seconds of the lines of a `Retry-After`; undefined without lines, and for what is not a time. */
export function retryAfterOf(lines: readonly string[] | undefined): number | undefined {
  return lines && toSeconds(lines.join(","), Date.now());
}
