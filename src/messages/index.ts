export { english } from "./english.ts";
export { french } from "./french.ts";
export { german } from "./german.ts";
export { spanish } from "./spanish.ts";
export { translator, type TranslatorOptions } from "./translator.ts";
export type {
  ProblemTranslator,
  TranslatableFailure,
  TranslatableField,
  TranslatableProblem,
  Translation,
} from "./problem-translator.ts";
export type { LanguageTexts, ValidationMessages } from "./messages.ts";
export { problemTexts, type ProblemText } from "./problem-texts.ts";
export type { Violation, ViolationCode, LengthUnit } from "./violation.ts";
