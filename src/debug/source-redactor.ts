import type { Redact } from "../inspect/redact.ts";
import { isSecretName } from "../inspect/secret-patterns.ts";

/**
 * Creates the function that masks the secrets of a line of source code. Only texts and comments can hold one: in
 * `password = readPassword()`, the code is not a secret. On a line that names a secret, each text of one word counts as
 * one, unless it is a name itself.
 */
export function sourceRedactor(redact: Redact): Redact {
  return (line) => {
    if (wholeLine.test(line)) return redact(line, keyMaterial.test(line));
    const namesSecret = secretWord.test(line);
    return line.replaceAll(textOrComment, (whole: string, ...rest: unknown[]) => {
      // The groups are the last argument.
      const { quote, text = "" } = rest.at(-1) as Partial<Record<string, string>>;
      if (quote === undefined) return redact(whole);
      const isSecret = namesSecret && /^\S{4,}$/.test(text) && !isSecretName(text);
      return quote + redact(text, isSecret) + quote;
    });
  };
}

const secretWord =
  /pass(?:word|wd|phrase)|pwd|secret|credential|(?:api|access|private)[-_]?key|token|session|signature|otp|auth/i;

/** A line of a text of several lines: base64 of a key, or a variable as in a file of settings. */
const wholeLine = /^(?:\s{0,40}[A-Za-z0-9+/=]{40,200}|\s{0,40}[A-Z][A-Z0-9_]{0,60}=\S{1,200})$/;
const keyMaterial = /^\s{0,40}[A-Za-z0-9+/=]{40}/;

/** A text, a comment, or the beginning of a text of several lines. */
const textOrComment =
  /(?<quote>["'`])(?<text>(?:\\.|(?!\k<quote>)[^\\\n]){0,400})\k<quote>|\/[/*].*|`[^`]{0,400}$|^\s{0,40}\*.*/g;
