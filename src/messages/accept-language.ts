/** The most ranges of a header that are read. */
const maximumRanges = 50;

interface Range {
  readonly tag: string;
  readonly quality: number;
}

/**
 * Returns the tags that a client accepts, the preferred one first (RFC 9110 §12.5.4). A range such as `de-AT` accepts
 * `de`, and `de` accepts `de-AT`; the most exact range decides (RFC 4647 §3). Of equal tags, the one that the header
 * names first wins, and for `*` the order of `tags`. Without a header, every tag is accepted.
 *
 * @param header The `Accept-Language` header, of any length.
 * @param tags The language tags that are available.
 */
export function acceptedTags(
  header: string | undefined,
  tags: readonly string[],
): readonly string[] {
  if (header === undefined) return tags;
  const ranges = header.split(",", maximumRanges).flatMap((text) => toRange(text) ?? []);
  return tags
    .map((tag) => ({ tag, ...best(tag.toLowerCase(), ranges) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.index - b.index)
    .map(({ tag }) => tag);
}

function toRange(text: string): Range | undefined {
  const [tag = "", ...parameters] = text.split(";", 3).map((part) => part.trim().toLowerCase());
  if (tag === "") return undefined;
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  if (weight === undefined) return { tag, quality: 1 };
  // A range with an invalid weight (RFC 9110 §12.4.2) counts as absent.
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight)
    ? { tag, quality: Number(weight) }
    : undefined;
}

function best(tag: string, ranges: readonly Range[]): { quality: number; index: number } {
  let found = { quality: 0, index: 0, exactness: 0 };
  for (const [index, { tag: range, quality }] of ranges.entries()) {
    const exactness = exactnessOf(tag, range);
    if (exactness > found.exactness) found = { quality, index, exactness };
  }
  return found;
}

/** Returns how exactly a range names a tag; 0 if it does not. */
function exactnessOf(tag: string, range: string): number {
  if (range === tag) return 1000;
  // The shorter of the two is what they have in common.
  if (range.startsWith(`${tag}-`)) return 2 + tag.length;
  if (tag.startsWith(`${range}-`)) return 2 + range.length;
  return range === "*" ? 1 : 0;
}
