const maximumLength = 256;

/**
 * Converts a path to a JSON Pointer fragment (RFC 6901 §6). A pointer longer than 256 characters is cut after the last
 * segment that fits, so that it still points to an ancestor of the value.
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

// Most names, and every index, need no escaping.
const unescaped = /^[\w-]+$/;

function escape(key: string): string {
  if (unescaped.test(key)) return key;
  // Cut before it is encoded, because a key may be as long as the whole body.
  const escaped = escapeSegment(key.slice(0, maximumLength));
  return encodeURI(escaped.toWellFormed()).replaceAll("#", "%23").replaceAll("?", "%3F");
}

/** Escapes a name for a JSON Pointer (RFC 6901 §3). */
export function escapeSegment(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Reverses `escapeSegment`. */
export function unescapeSegment(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Converts a JSON Pointer fragment to its path: `#/tags/1` becomes `["tags", "1"]`, and `#` becomes an empty array. */
export function fromPointer(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => unescapeSegment(decode(segment)));
}

/** Returns a readable name of a field, such as `tags[1].name`. For the pointer `#`, returns the part of the request. */
export function toFieldName(field: { readonly in: string; readonly pointer: string }): string {
  const [first, ...rest] = fromPointer(field.pointer);
  if (first === undefined) return field.in;
  return first + rest.map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`)).join("");
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A handwritten pointer may contain an unescaped percent sign.
    return segment;
  }
}
