import type { Violation } from "../messages/violation.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";

/**
 * Returns the violation for an issue of a library other than zod. Of valibot it has the author's text: valibot's own
 * texts, in every language, repeat what was received, so a text that does so is not sent.
 */
export function otherViolation(vendor: string, issue: SchemaIssue): Violation {
  const { received } = issue as { readonly received?: unknown };
  const isAuthors =
    vendor === "valibot" && typeof received === "string" && !issue.message.includes(received);
  return isAuthors ? { code: "invalid", text: issue.message } : invalid;
}

const invalid: Violation = { code: "invalid" };
