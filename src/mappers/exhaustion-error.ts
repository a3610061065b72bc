import type { HttpError } from "../errors/http-error.ts";
import { ServiceUnavailableError } from "../errors/server-errors.ts";

/** Returns the 503 for the code of a machine without files, memory or disk; undefined for every other code. */
export function toExhaustionError(code: string, cause: unknown): HttpError | undefined {
  if (!exhausted.has(code)) return undefined;
  return new ServiceUnavailableError("The server is out of resources. Try again later.", {
    expose: true,
    headers: { "Retry-After": 5 },
    cause,
    context: { code },
  });
}

const exhausted: ReadonlySet<string> = new Set(["EMFILE", "ENFILE", "ENOSPC", "ENOMEM"]);
