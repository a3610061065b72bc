import type { UploadedFile } from "./file-rule.ts";

/**
 * Returns false if the first bytes of a file contradict the media type that the client claims. Returns true for a type
 * without a known signature, and for a file whose bytes are not in memory.
 */
export function fitsSignature({ mimetype, buffer }: Partial<UploadedFile>): boolean {
  const signature = signatures.get(String(mimetype).toLowerCase());
  if (!signature || !(buffer instanceof Uint8Array)) return true;
  return signature.test(Buffer.from(buffer.subarray(0, 16)).toString("hex"));
}

/** The first bytes of common types in hexadecimal digits, as their specifications write them. */
const signatures: ReadonlyMap<string, RegExp> = new Map([
  ["image/png", /^89504e470d0a1a0a/],
  ["image/jpeg", /^ffd8ff/],
  // GIF87a or GIF89a
  ["image/gif", /^47494638(?:37|39)61/],
  // RIFF, the size, and WEBP
  ["image/webp", /^52494646.{8}57454250/],
  // The size, ftyp, and avif or avis
  ["image/avif", /^.{8}66747970617669(?:66|73)/],
  // %PDF-
  ["application/pdf", /^255044462d/],
  // The header of a file, or the end of an empty archive
  ["application/zip", /^504b(?:0304|0506)/],
  ["application/gzip", /^1f8b/],
]);
