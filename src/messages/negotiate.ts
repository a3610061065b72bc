import type { Request, Response } from "express";
import { english } from "./english.ts";
import type { ValidationMessages } from "./messages.ts";
import type { Violation } from "./violation.ts";

/** The messages for one response. */
export interface NegotiatedMessages {
  readonly messages: ValidationMessages;
  /** The language tag, if the option `languages` is set. */
  readonly language?: string;
}

/**
 * Creates the function that chooses the messages of a response by `Accept-Language` (RFC 9110 §12.5.4). It chooses
 * English if the header lists no language that is available.
 */
export function messageNegotiator(
  languages: Readonly<Record<string, ValidationMessages>> | undefined,
): (req: Request, res: Response) => NegotiatedMessages {
  if (!languages) return () => inEnglish;
  const messagesByTag = new Map<string, ValidationMessages>([
    ["en", english],
    ...Object.entries(languages).map(
      ([tag, messages]) => [tag, withEnglishFallback(messages)] as const,
    ),
  ]);
  const tags = [...messagesByTag.keys()];

  return function negotiateMessages(req, res) {
    try {
      res.vary("Accept-Language");
      const accepted = req.acceptsLanguages(...tags);
      const language = accepted === false ? "en" : accepted;
      return { messages: messagesByTag.get(language) ?? english, language };
    } catch {
      // A made-up request or response, as unit tests have them, lacks the methods.
      return inEnglish;
    }
  };
}

const inEnglish: NegotiatedMessages = { messages: english };

/** Returns the messages, with the English one in place of each that throws or is not a string. */
function withEnglishFallback(messages: ValidationMessages): ValidationMessages {
  const rules = new Map<string, (violation: Violation) => string>();
  for (const [code, write] of Object.entries(messages.rules)) {
    rules.set(code, (violation) =>
      attempt(
        () => write(violation),
        () => english.rules[violation.code](violation),
      ),
    );
  }
  return {
    // The keys are those of messages.rules.
    rules: Object.fromEntries(rules) as ValidationMessages["rules"],
    summary: (count) =>
      attempt(
        () => messages.summary(count),
        () => english.summary(count),
      ),
  };
}

function attempt(write: () => string, fallback: () => string): string {
  try {
    const text: unknown = write();
    return typeof text === "string" ? text : fallback();
  } catch {
    return fallback();
  }
}
