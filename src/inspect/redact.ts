import { createHmac, randomBytes } from "node:crypto";
import { emailPattern, hint, type SecretPattern, secretPatterns } from "./secret-patterns.ts";

/** Replaces each secret in a text with a mask; with `isSecret`, the whole text. Never throws. */
export type Redact = (text: string, isSecret?: boolean) => string;

/** Creates the function that masks the usual secrets, and what else is asked for. */
export function redactor(own: readonly RegExp[] = [], emails = false): Redact {
  const patterns = emails ? [...secretPatterns, emailPattern] : secretPatterns;
  const global = own.map(
    ({ source, flags }) => new RegExp(source, `${flags.replaceAll(/[gy]/g, "")}g`),
  );
  return function redact(text, isSecret = false) {
    if (isSecret) return mask(text);
    const rest = global.reduce(maskOwn, text);
    return hint.test(rest) || emails ? patterns.reduce(maskAll, rest) : rest;
  };
}

/** Masks passwords, tokens, keys and card numbers. */
export const redactSecrets: Redact = /* @__PURE__ */ redactor();

function mask(secret: string, kind = "secret"): string {
  return `[${kind} ${fingerprint(secret)}]`;
}

function maskAll(text: string, { kind, pattern, isSecret }: SecretPattern): string {
  return text.replace(pattern, (whole: string, ...rest: unknown[]) => {
    // The groups are the last argument, for each pattern has some.
    const { before = "", secret = "" } = rest.at(-1) as Partial<Record<string, string>>;
    return isSecret?.(secret) === false ? whole : before + mask(secret, kind);
  });
}

function maskOwn(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match) => (match === "" ? "" : mask(match)));
}

/**
 * Returns four hexadecimal digits by which the same secret is recognized elsewhere in the log of this process. The key
 * is the process's own, so that nobody can try passwords against the log.
 */
function fingerprint(secret: string): string {
  key ??= randomBytes(16);
  return createHmac("sha256", key).update(secret).digest("hex").slice(0, 4);
}

let key: Buffer | undefined;
