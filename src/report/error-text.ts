import { tryReadMember } from "../misuse/read-member.ts";

/** Returns a text of whatever was thrown, such as its stack; empty if it has none. */
export function errorText(thrown: unknown, name: "name" | "code" | "stack"): string {
  const value = typeof thrown === "object" && thrown !== null ? tryReadMember(thrown, name) : "";
  return typeof value === "string" ? value : "";
}
