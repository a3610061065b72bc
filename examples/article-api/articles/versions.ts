import { errors } from "../errors.ts";

/** The versions of an article that a client lets the server change: those it names, or any. */
export type ExpectedVersions = readonly number[] | "any";

/** Converts the version of an article to its `ETag`. */
export function toETag(version: number) {
  return `"${version}"`;
}

/**
 * Reads the header `If-Match`. A tag that is weak or not one of ours matches nothing
 * (https://www.rfc-editor.org/rfc/rfc9110.html#section-13.1.1).
 *
 * @throws `if_match_missing` (https://www.rfc-editor.org/rfc/rfc6585.html#section-3)
 */
export function readIfMatch(header: string | undefined): ExpectedVersions {
  if (header === undefined) throw errors.if_match_missing();
  const tags = header.split(",").map((tag) => tag.trim());
  if (tags.includes("*")) return "any";
  return tags.flatMap((tag) => {
    const [, version] = /^"(\d{1,9})"$/.exec(tag) ?? [];
    return version === undefined ? [] : [Number(version)];
  });
}
