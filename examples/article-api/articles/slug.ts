import { createHash } from "node:crypto";

/** Converts a title to the text that must be unique among articles: "Ça va?" becomes "ca-va". */
export function toSlug(title: string) {
  const slug = title
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
    // One character can decompose into eighteen, and an index entry has a size limit.
    .slice(0, 400);
  // A title of nothing but emoji or punctuation still needs a slug of its own.
  return slug || createHash("sha256").update(title).digest("hex").slice(0, 16);
}
