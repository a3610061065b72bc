/** Takes the members of these names that are texts, cut at a length: of the wrong type, one is ignored (RFC 9457 §3.1). */
export function texts<Name extends string>(
  members: { readonly [Member in Name]?: unknown },
  names: readonly Name[],
  maximumLength?: number,
): { readonly [Member in Name]?: string } {
  const taken: { [Member in Name]?: string } = {};
  for (const name of names) {
    const value = members[name];
    if (typeof value === "string") taken[name] = value.slice(0, maximumLength);
  }
  return taken;
}
