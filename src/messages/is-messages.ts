import { english } from "./english.ts";

/** Returns true if a language has a message for every rule, so that none is missing while an error is handled. */
export function isMessages(value: unknown): boolean {
  const { rules, summary } = (value ?? {}) as {
    rules?: Record<string, unknown>;
    summary?: unknown;
  };
  return (
    typeof summary === "function" &&
    Object.keys(english.rules).every((code) => typeof rules?.[code] === "function")
  );
}
