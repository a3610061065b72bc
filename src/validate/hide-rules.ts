import type { ValidationMessages } from "../messages/messages.ts";
import type { Violation } from "../messages/violation.ts";

/**
 * Removes the values that a schema contains from a violation. A schema of headers or cookies may contain a secret, such
 * as the only API key that it accepts.
 */
export function hideRules(violation: Violation, messages: ValidationMessages): Violation {
  const { code, params, text } = violation;
  if (!params) return violation;
  const kept = Object.entries(params).filter(isHarmless);
  if (kept.length === Object.keys(params).length) return violation;
  const shown = { code, text: text ?? messages.rules.invalid({ code: "invalid" }) };
  return kept.length > 0 ? { ...shown, params: Object.fromEntries(kept) } : shown;
}

/** Returns true for the name of a type or a format. zod 3 lists the values of an enum as its type. */
function isHarmless([name, value]: readonly [string, unknown]): boolean {
  return (name === "type" || name === "format") && /^[\w ]+$/.test(String(value));
}
