import { tryReadMember } from "../misuse/read-member.ts";
import { text } from "./unwrap-errors.ts";

/** Returns the name of the class of an error, for libraries whose errors all have the name "Error"; "" if it has none. */
export function classNameOf(found: object): string {
  const constructor = tryReadMember(found, "constructor");
  return typeof constructor === "function" ? text(constructor, "name") : "";
}
