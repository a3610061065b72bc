import type { Rule, RuleCode } from "./violation.ts";

/**
 * The texts of one language: one for each rule, which reads after the name of a field (`must have at least 1
 * character`), and one sentence for the whole request. They are made of what the schema demands alone.
 */
export interface Messages {
  /** The text of each rule, by code. */
  readonly rules: Readonly<Record<RuleCode, (rule: Rule) => string>>;
  /** Says how many values of the request are invalid. */
  readonly summary: (count: number) => string;
}
