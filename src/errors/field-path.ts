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
