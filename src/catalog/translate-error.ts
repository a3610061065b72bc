import { type DeclaredTranslations, translationsKey } from "../messages/declared-translations.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { DeclaredLanguages } from "./error-translations.ts";
import type { PublicData } from "./public-data.ts";

/** Adds the texts in other languages to an error of a catalog. They are built only if a client wants them. */
export function addTranslations(
  error: Error & { readonly code: string; readonly data: unknown },
  { language, texts }: DeclaredLanguages,
  needsData: boolean,
): void {
  const translations: DeclaredTranslations = {
    language,
    languages: [...texts.keys()],
    translate(tag) {
      const { title, detail, fix } = texts.get(tag) ?? {};
      // Without valid data, the detail that is built from it is left out.
      const data = error.data as PublicData | undefined;
      const isBuilt = typeof detail === "function";
      if (isBuilt && needsData && data === undefined) return { language: tag, title, fix };
      const sentence: unknown = isBuilt ? detail(data as never) : detail;
      if (sentence !== undefined && typeof sentence !== "string") {
        throw new TypeError(
          `errors.${error.code}: detail in ${tag} must return a string, got ${describeReceived(sentence)}.`,
        );
      }
      return { language: tag, title, detail: sentence, fix };
    },
  };
  // Not enumerable, so that no record has it.
  Object.defineProperty(error, translationsKey, { value: translations });
}
