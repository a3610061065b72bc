const maximumLength = 256;

/**
 * Writes a path as an RFC 6901 §6 fragment. One that would grow beyond 256 characters ends at the last ancestor
 * that fits, so that it still points at something.
 */
export function toPointer(path: readonly PropertyKey[]): string {
  let pointer = "#";
  for (const key of path) {
    const segment = `/${escape(String(key))}`;
    if (pointer.length + segment.length > maximumLength) break;
    pointer += segment;
  }
  return pointer;
}

// What most names are made of, and every index.
const plain = /^[\w-]+$/;

function escape(key: string): string {
  if (plain.test(key)) return key;
  // Clipped before it is encoded: a key may be as long as the body.
  const escaped = key.slice(0, maximumLength).replaceAll("~", "~0").replaceAll("/", "~1");
  return encodeURI(escaped.toWellFormed()).replaceAll("#", "%23").replaceAll("?", "%3F");
}
