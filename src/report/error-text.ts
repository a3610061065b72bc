import { tryReadMember } from "../misuse/read-member.ts";

const maximumText = 10_000;

/** Returns a text of whatever was thrown, such as its stack, up to 10,000 characters; empty if it has none. */
export function errorText(thrown: unknown, name: "name" | "message" | "code" | "stack"): string {
  const value = tryReadMember(Object(thrown) as object, name);
  return typeof value === "string" ? value.slice(0, maximumText) : "";
}
