import type { Request } from "express";
import type { Redact } from "../inspect/redact.ts";
import { requestSecrets } from "./request-secrets.ts";

/** Creates the function that masks what `redact` does, and the secrets of a request wherever a text repeats them. */
export function requestRedactor(req: Request, redact: Redact): Redact {
  const secrets = requestSecrets(req);
  return (text, isSecret) => {
    if (isSecret) return redact(text, true);
    return redact(
      secrets.reduce((rest, one) => rest.replaceAll(one, () => redact(one, true)), text),
    );
  };
}
