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

/** Reads a field's pointer back as the names it leads through: `#/tags/1` is `tags`, `1`; `#` is none. */
export function toFieldPath(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => decode(segment).replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Writes the path as people do: `tags[1].name`; the part of the request where the pointer is `#`. */
export function toFieldName(field: { readonly in: string; readonly pointer: string }): string {
  const [first, ...rest] = toFieldPath(field.pointer);
  if (first === undefined) return field.in;
  return first + rest.map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`)).join("");
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A pointer that a handler wrote by hand may hold a bare percent sign.
    return segment;
  }
}
