import { toPublicError } from "../errors/public-error.ts";
import { statusEntry } from "../errors/status.ts";
import type { Recognizer } from "./recognizer.ts";

/** Recognizes the URIError of Express's router for a path that it cannot decode; a handler's own has no status. */
export const routerErrors: Recognizer = (thrown) => {
  if (!(thrown instanceof URIError) || (thrown as { status?: unknown }).status !== 400) {
    return undefined;
  }
  const detail = "The path has invalid percent-encoding.";
  return { error: toPublicError({ status: 400, ...statusEntry(400), detail }), by: "router" };
};
