import type { Request, Response } from "express";
import { english } from "./english.ts";
import type { ValidationMessages } from "./messages.ts";
import type { Violation } from "./violation.ts";

/** The texts for one answer, and the tag of their language when it was negotiated. */
export interface Texts {
  readonly messages: ValidationMessages;
  readonly language?: string;
}

/** Makes what chooses the texts of an answer by `Accept-Language`; English where that names none we have. */
export function toTextChooser(
  languages: Readonly<Record<string, ValidationMessages>> | undefined,
): (req: Request, res: Response) => Texts {
  if (!languages) return () => inEnglish;
  const texts = new Map([
    ["en", english],
    ...Object.entries(languages).map(([tag, messages]) => [tag, guarded(messages)] as const),
  ]);
  const tags = [...texts.keys()];

  return function chooseTexts(req, res) {
    res.vary("Accept-Language");
    const accepted = req.acceptsLanguages(...tags);
    const language = accepted === false ? "en" : accepted;
    return { messages: texts.get(language) ?? english, language };
  };
}

const inEnglish: Texts = { messages: english };

/** A text that cannot be made is made in English: what is wrong with the request matters more than the language. */
function guarded(messages: ValidationMessages): ValidationMessages {
  const rules = new Map<string, (rule: Violation) => string>();
  for (const [code, make] of Object.entries(messages.rules)) {
    rules.set(code, (rule) =>
      attempt(
        () => make(rule),
        () => english.rules[rule.code](rule),
      ),
    );
  }
  return {
    // It has the codes that messages.rules has.
    rules: Object.fromEntries(rules) as ValidationMessages["rules"],
    summary: (count) =>
      attempt(
        () => messages.summary(count),
        () => english.summary(count),
      ),
  };
}

function attempt(make: () => string, fallback: () => string): string {
  try {
    const text: unknown = make();
    return typeof text === "string" ? text : fallback();
  } catch {
    return fallback();
  }
}
