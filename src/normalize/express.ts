import { statusEntry } from "../errors/status.ts";
import type { PublicError } from "../errors/public-error.ts";

/** Recognizes the URIError that Express's router makes of a path it cannot decode; a handler's own has no status. */
export function expressError(thrown: unknown): PublicError | undefined {
  if (!(thrown instanceof URIError) || (thrown as { status?: unknown }).status !== 400) {
    return undefined;
  }
  return { status: 400, ...statusEntry(400), detail: "The path has invalid percent-encoding." };
}
