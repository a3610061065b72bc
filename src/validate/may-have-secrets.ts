import type { RequestSchemas } from "./request-schemas.ts";

/** The parts whose rules may be revealed. */
export type SecretPart = "headers" | "cookies";

/** Returns true for headers and cookies, whose schemas may contain secrets, unless their rules are revealed. */
export function mayHaveSecrets(
  part: keyof RequestSchemas,
  revealed: readonly SecretPart[],
): boolean {
  if (part === "signedCookies") return !revealed.includes("cookies");
  return (part === "headers" || part === "cookies") && !revealed.includes(part);
}
