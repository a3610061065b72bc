/** The key of a violated constraint, as far as the detail of the error tells it. */
export interface ViolatedKey {
  /** The names of its columns. */
  readonly columns: readonly string[];
  /** Returns true if a text is the value of the key, which must have one column. */
  readonly isValue: (text: string) => boolean;
}

/** Returns the key that a detail such as `Key (a, b)=(…) already exists.` names, in any language of the server. */
export function keyOf(given: string): ViolatedKey {
  const detail = given.slice(0, maximumDetail);
  // Searched without a regular expression, which would take a time that grows with the square of the length.
  const start = detail.indexOf("(") + 1;
  const end = start === 0 ? -1 : detail.indexOf(")=", start);
  const columns = end === -1 ? [] : detail.slice(start, end).split(", ").map(withoutQuotes);
  return {
    columns,
    isValue: (text) =>
      columns.length === 1 &&
      text.length < detail.length &&
      detail.startsWith(`(${text})`, end + 2),
  };
}

/** More than PostgreSQL writes: a key has at most 32 columns and 2,712 bytes. */
const maximumDetail = 10_000;

/** Removes the quotes around a name that SQL has to quote, such as `"pageSlug"`. */
function withoutQuotes(name: string): string {
  const isQuoted = name.length > 2 && name.startsWith('"') && name.endsWith('"');
  return isQuoted ? name.slice(1, -1) : name;
}
