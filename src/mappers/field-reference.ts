import { fromPointer, unescapeSegment } from "../errors/json-pointer.ts";

/** A field of the body: by its name, wherever it is, or by the path to it. */
export type FieldReference = { readonly name: string } | { readonly path: readonly string[] };

// A segment of a pointer has no slash, and a tilde only in ~0 and ~1 (RFC 6901 §3).
const pointerPattern = /^#?(?:\/(?:[^~/]|~[01])*)+$/;
const namePattern = /^[^./#~[\]]+$/;

/** Reads a reference to a field: a name, or a JSON Pointer. Returns undefined if a text is neither. */
export function readReference(field: string): FieldReference | undefined {
  if (namePattern.test(field)) return { name: field };
  if (!pointerPattern.test(field)) return undefined;
  if (field.startsWith("#")) return { path: fromPointer(field) };
  return { path: field.split("/").slice(1).map(unescapeSegment) };
}
