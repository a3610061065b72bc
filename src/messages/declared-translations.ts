import type { Translation } from "./problem-translator.ts";

/** The property with the declared translations of an error; the same for all copies of this package. */
export const translationsKey: unique symbol = Symbol.for("express-backstop.translations");

/** The translations that the catalog of an error declares. */
export interface DeclaredTranslations {
  /** The language of the declaration itself. */
  readonly language: string;
  /** The tags of the other languages. */
  readonly languages: readonly string[];
  /** Returns the texts of this error in one of these languages. May throw. */
  translate(language: string): Translation;
}

/** Returns the declared translations of an error; undefined for an error without any, and for any other value. */
export function declaredTranslations(error: unknown): DeclaredTranslations | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  try {
    return (error as { readonly [translationsKey]?: DeclaredTranslations })[translationsKey];
  } catch {
    // A proxy threw.
    return undefined;
  }
}
