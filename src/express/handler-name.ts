import { wrappedFunctions } from "./wrapped-functions.ts";

/** Returns the name of a handler in the app's source, below what wraps it; empty if it has no name. */
export function handlerName(handler: unknown): string {
  const innermost = wrappedFunctions(handler).at(-1) as { readonly name: unknown } | undefined;
  // A class may have a static member of this name.
  const name = innermost?.name;
  return typeof name === "string" ? name.replace(/^(bound )+/, "") : "";
}
