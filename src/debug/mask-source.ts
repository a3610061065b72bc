import type { Redact } from "../inspect/redact.ts";
import { isSecretName } from "../inspect/secret-patterns.ts";

/**
 * Creates the function that masks the secrets of a line of source code. Only texts and comments can hold one: in
 * `password = readPassword()`, the code is not a secret.
 */
export function sourceRedactor(redact: Redact): Redact {
  return (line) =>
    line.replaceAll(textOrComment, (whole: string, ...rest: unknown[]) => {
      // The groups are the last argument, and the offset is before the line and them.
      const { quote, text = "" } = rest.at(-1) as Partial<Record<string, string>>;
      if (quote === undefined) return redact(whole);
      const before = line.slice(0, Number(rest.at(-3)));
      const name = /(?<name>[\w$-]+)["']?\s{0,9}(?:[:=]|=>)\s{0,9}$/.exec(before)?.groups?.["name"];
      return quote + redact(text, name !== undefined && isSecretName(name)) + quote;
    });
}

const textOrComment =
  /(?<quote>["'`])(?<text>(?:\\.|(?!\k<quote>).)*)\k<quote>|\/\/.*|`.*$|^\s*\*.*/g;
