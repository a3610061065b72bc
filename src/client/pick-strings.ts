/**
 * Returns the members with these names that are strings. Ignores members of another type (RFC 9457 §3.1).
 *
 * @param maximumLength The number of characters after which a string is cut. Default: not cut.
 */
export function pickStrings<Name extends string>(
  members: { readonly [Member in Name]?: unknown },
  names: readonly Name[],
  maximumLength?: number,
): { readonly [Member in Name]?: string } {
  const picked: { [Member in Name]?: string } = {};
  for (const name of names) {
    const value = members[name];
    if (typeof value === "string") picked[name] = value.slice(0, maximumLength);
  }
  return picked;
}
