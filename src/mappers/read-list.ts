import { tryReadMember } from "../misuse/read-member.ts";

/** Returns a copy of a member that is an array; undefined for anything else, and for an array that cannot be read. */
export function readList(value: object, name: string): readonly unknown[] | undefined {
  return toList(tryReadMember(value, name));
}

/** Returns a copy of an array; undefined for anything else, and for an array that cannot be read. */
export function toList(value: unknown): readonly unknown[] | undefined {
  try {
    return Array.isArray(value) ? [...value] : undefined;
  } catch {
    // A revoked proxy throws already when it is asked whether it is an array.
    return undefined;
  }
}

/** Returns the names of the members of an object; none for anything else, and for an object that cannot be read. */
export function namesIn(value: unknown): readonly string[] {
  try {
    return typeof value === "object" && value !== null ? Object.keys(value) : [];
  } catch {
    return [];
  }
}
