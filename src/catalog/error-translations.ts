import { isLanguageTag } from "../messages/language-tag.ts";
import { isFunction, isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { AnyErrorSpec, OutputOf } from "./error-spec.ts";

/** The texts of one error in another language. */
export interface ErrorTranslation<Data> {
  /** The title, the same for every problem with this code in this language. */
  readonly title: string;
  /** The problem's `detail`, required if the declaration has one: a string, or a function that builds it from the public data. */
  readonly detail?: string | ((data: Data) => string | undefined);
  /** The advice for the client, required if the declaration has one. */
  readonly fix?: string;
}

/** The texts of every error of a catalog in one language. */
export type ErrorTranslations<Statuses, Schemas> = {
  readonly [Code in keyof Statuses]: ErrorTranslation<
    Code extends keyof Schemas ? OutputOf<Schemas[Code]> : undefined
  >;
};

/** The texts of one error by language tag, and the language of the declaration. */
export interface DeclaredLanguages {
  readonly language: string;
  readonly texts: ReadonlyMap<string, ErrorTranslation<never>>;
}

/** Any translations: texts by language tag and code. */
export type AnyTranslations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Checks that each language has the texts of every code, and of no other, when the app starts.
 *
 * @throws {TypeError} If a key is not a language tag, or a text is missing or of the wrong type.
 */
export function checkTranslations(
  languages: AnyTranslations,
  catalog: Readonly<Record<string, AnyErrorSpec>>,
): void {
  for (const [tag, texts] of Object.entries(languages)) {
    if (!isLanguageTag(tag) || !isObject(texts)) {
      throw new TypeError(
        `defineErrors: languages must have an object of texts by language tag, got ${describeReceived(texts)} for ${describeReceived(tag)}. Write languages: { de: { article_not_found: { title: "Artikel nicht gefunden" } } }.`,
      );
    }
    const foreign = Object.keys(texts).find((code) => !Object.hasOwn(catalog, code));
    if (foreign !== undefined) {
      throw new TypeError(
        `defineErrors: languages.${tag} has ${describeReceived(foreign)}, which this catalog does not declare. Write it in the catalog that does.`,
      );
    }
    for (const [code, spec] of Object.entries(catalog)) {
      const own = Object.hasOwn(texts, code) ? texts[code] : undefined;
      const wrong = wrongText(Object(own) as Readonly<Record<string, unknown>>, spec);
      if (wrong === undefined) continue;
      throw new TypeError(
        `defineErrors: languages.${tag}.${code} must have ${wrong}. Write title, and detail and fix where the declaration has them.`,
      );
    }
  }
}

/** Returns the checked texts of one code; undefined if the catalog has one language. */
export function languagesOf(
  code: string,
  language: string,
  languages: AnyTranslations,
): DeclaredLanguages | undefined {
  const texts = Object.entries(languages).map(
    ([tag, own]) => [tag, own[code]] as [string, ErrorTranslation<never>],
  );
  return texts.length === 0 ? undefined : { language, texts: new Map(texts) };
}

/** Returns the description of the first text that is missing, needless or of the wrong type. */
function wrongText(
  own: Readonly<Record<string, unknown>>,
  { detail, fix }: AnyErrorSpec,
): string | undefined {
  if (!isText(own["title"])) return "a title";
  if (detail !== undefined && !isText(own["detail"]) && !isFunction(own["detail"])) {
    return "a detail";
  }
  if (fix !== undefined && !isText(own["fix"])) return "a fix";
  const declared = new Map<string, unknown>(Object.entries({ title: true, detail, fix }));
  const needless = Object.keys(own).find(
    (name) => own[name] !== undefined && declared.get(name) === undefined,
  );
  return needless === undefined ? undefined : `no ${describeReceived(needless)}`;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
