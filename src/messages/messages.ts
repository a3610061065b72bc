import type { Violation, ViolationCode } from "./violation.ts";

/**
 * The texts of one language: one for each rule, which reads after the name of a field (`must have at least 1
 * character`), and one sentence for the whole request. They are made of what the schema demands alone.
 */
export interface ValidationMessages {
  /** The text of each rule, by code. */
  readonly rules: Readonly<Record<ViolationCode, (rule: Violation) => string>>;
  /** Says how many values of the request are invalid. */
  readonly summary: (count: number) => string;
}
