import type { ProblemText } from "./problem-texts.ts";
import type { Violation, ViolationCode } from "./violation.ts";

/**
 * The messages of one language: a phrase for each rule, which follows the name of a field (`must have at least 1
 * character`), and a sentence for the whole request. They are built from the schema's rules and never contain the
 * value that was sent.
 */
export interface ValidationMessages {
  /** The function that returns the phrase of each rule, by code. */
  readonly rules: Readonly<Record<ViolationCode, (violation: Violation) => string>>;
  /** Returns a sentence that says how many values of the request are invalid. */
  readonly summary: (count: number) => string;
}

/** All texts of one language: the messages of validation, and the texts of the problems that this package sends. */
export interface LanguageTexts extends ValidationMessages {
  /** The translation of each English text: titles, details and advice. `{}` stands for a value. */
  readonly problems: Readonly<Record<ProblemText, string>>;
}
