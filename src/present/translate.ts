import type { Failure } from "../errors/failure.ts";
import type { ErrorHeaders } from "../errors/http-error.ts";
import { maximumDetailLength } from "../errors/limits.ts";
import { clip } from "../inspect/clip.ts";
import { isLanguageTag } from "../messages/language-tag.ts";
import type { ProblemTranslator } from "../messages/problem-translator.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { ownMembers } from "../misuse/read-member.ts";
import type { ProblemDetails } from "./problem.ts";

/**
 * Puts the texts of the language that the client prefers into a problem, and returns the tag of the language. Returns
 * undefined, and the problem stays as it is, if the translator fails or has nothing to translate.
 *
 * @param accept The `Accept-Language` header of the request.
 */
export function translateProblem(
  problem: ProblemDetails,
  { thrown, mapped, error, mishaps }: Pick<Failure, "thrown" | "mapped" | "error" | "mishaps">,
  accept: string | undefined,
  translate: ProblemTranslator,
): string | undefined {
  return mishaps.attempt(() => {
    const failure = { accept, error: mapped ?? thrown, language: contentLanguage(error.headers) };
    const translation = translate(problem, failure);
    if (!translation) return undefined;
    const texts = ownMembers(translation);
    const { language, fields } = texts;
    if (!isLanguageTag(language)) {
      throw new TypeError(
        `translate must return a language tag as language, got ${describeReceived(language)}`,
      );
    }
    const translated: { [Name in "title" | "detail" | "fix" | "errors"]?: unknown } = {};
    for (const name of ["title", "detail", "fix"] as const) {
      const text = texts[name];
      if (text !== undefined && problem[name] !== undefined) {
        translated[name] = clip(text, maximumDetailLength);
      }
    }
    if (fields) {
      translated.errors = problem.errors?.map((field, index) => ({
        ...field,
        detail: clip(fields[index] ?? field.detail, maximumDetailLength),
      }));
    }
    Object.assign(problem, translated);
    return language;
  });
}

function contentLanguage(headers: ErrorHeaders | undefined): string | undefined {
  const [, value] =
    Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "content-language") ?? [];
  return typeof value === "string" ? value : undefined;
}
