import { checkOptions, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { acceptedTags } from "./accept-language.ts";
import { type DeclaredTranslations, declaredTranslations } from "./declared-translations.ts";
import { english } from "./english.ts";
import { isMessages } from "./is-messages.ts";
import { isLanguageTag } from "./language-tag.ts";
import type { LanguageTexts } from "./messages.ts";
import { problemTexts } from "./problem-texts.ts";
import type {
  ProblemTranslator,
  TranslatableFailure,
  TranslatableProblem,
  Translation,
} from "./problem-translator.ts";
import { translateProblem } from "./translate-problem.ts";

/** The options of `translator`. */
export interface TranslatorOptions {
  /** The language of the texts that the app writes itself: those of errors without a translation. Default: `en`. */
  readonly language?: string;
}

/**
 * Creates the function for the option `translate` of `errorHandler`: it sends problems in the language that
 * `Accept-Language` prefers (RFC 9110 §12.5.4), with `Content-Language` and `Vary`. Errors of a catalog have the
 * languages that `defineErrors` declares. The texts of this package, also those of invalid fields, have the languages
 * given here and English. A text that has no translation keeps its whole problem in its own language. `code` and `type`
 * never change.
 *
 * @param languages The texts of each language, by language tag, such as `{ de: german, fr: french }`.
 * @param options The language of the app's own texts.
 *
 * @throws {TypeError} If a key is not a language tag, a language lacks a text, or an option is unknown or of the wrong type.
 *
 * @example
 * app.use(errorHandler({ translate: translator({ de: german, fr: french, es: spanish }) }));
 */
export function translator(
  languages: Readonly<Record<string, LanguageTexts>>,
  options: TranslatorOptions = {},
): ProblemTranslator {
  checkOptions("translator", options, optionChecks);
  checkLanguages(languages);
  const texts = new Map(Object.entries(languages));
  const { language: ofApp = "en" } = options;

  function translate(
    problem: TranslatableProblem,
    failure: TranslatableFailure,
  ): Translation | undefined {
    const declared = declaredTranslations(failure.error);
    const { language: chosen } = failure;
    if (chosen !== undefined) {
      // Content-Language may name several, or none.
      return isLanguageTag(chosen) ? inFixedLanguage(problem, chosen, declared) : undefined;
    }
    const own = declared?.language ?? (isOurs(problem) ? "en" : ofApp);
    const available = declared ? [...declared.languages, ...texts.keys()] : texts.keys();
    for (const tag of acceptedTags(failure.accept, [...new Set([own, ...available])])) {
      if (tag === own) break;
      const translation = inLanguage(problem, tag, declared);
      if (translation) return translation;
    }
    return { language: own };
  }

  function inLanguage(
    problem: TranslatableProblem,
    tag: string,
    declared: DeclaredTranslations | undefined,
  ): Translation | undefined {
    const known = texts.get(tag);
    if (!declared) return known && translateProblem(problem, tag, known);
    if (!declared.languages.includes(tag)) return undefined;
    // An error of a catalog may list invalid fields, whose phrases are English without texts of this package.
    const hasFields = problem.errors !== undefined && problem.errors.length > 0;
    if (hasFields && !known && !/^en(?:-|$)/i.test(tag)) return undefined;
    const fields = known && translateProblem(problem, tag, known, "fields");
    return { ...fields, ...declared.translate(tag) };
  }

  /** The error has chosen its language: `validate` has the option `languages`. Its detail is in this language already. */
  function inFixedLanguage(
    { title, fix }: TranslatableProblem,
    language: string,
    declared: DeclaredTranslations | undefined,
  ): Translation {
    const known = texts.get(language);
    if (declared || !known) return { language };
    const heading = fix === undefined ? { title } : { title, fix };
    return translateProblem(heading, language, known) ?? { language };
  }

  return translate;
}

const all = Object.values(problemTexts).flat();

/** The texts as they are, in the form of a translation. */
const inEnglish: LanguageTexts = {
  ...english,
  // It has every text.
  problems: Object.fromEntries(all.map((text) => [text, text])) as LanguageTexts["problems"],
};

/** Returns true if this package wrote the title and the detail. */
function isOurs(problem: TranslatableProblem): boolean {
  return translateProblem(problem, "en", inEnglish) !== undefined;
}

const optionChecks: Readonly<Record<keyof TranslatorOptions, OptionCheck>> = {
  language: ['a language tag such as "en"', isLanguageTag],
};

function checkLanguages(languages: unknown): void {
  if (!isObject(languages)) {
    throw new TypeError(
      `translator: languages must be an object of texts by language tag, got ${describeReceived(languages)}. Write translator({ de: german }).`,
    );
  }
  for (const [tag, texts] of Object.entries(languages)) {
    if (!isLanguageTag(tag)) {
      throw new TypeError(
        `translator: ${describeReceived(tag)} is not a language tag. Write one such as "de" or "pt-BR".`,
      );
    }
    const { problems } = Object(texts) as { readonly problems?: Readonly<Record<string, unknown>> };
    const missing = all.find((text) => typeof problems?.[text] !== "string");
    if (!isMessages(texts) || missing !== undefined) {
      throw new TypeError(
        `translator: the language ${tag} lacks ${missing === undefined ? "messages of validation" : describeReceived(missing)}. Write { ...english, problems: { … } } with every text, as german of express-backstop/messages.`,
      );
    }
  }
}
