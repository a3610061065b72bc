/** Returns the token of the person at the page, who has it until the tab is closed. */
export function currentToken() {
  return sessionStorage.getItem("token") ?? undefined;
}

/** Stores a token, or forgets it. */
export function storeToken(token: string | undefined) {
  if (token === undefined) sessionStorage.removeItem("token");
  else sessionStorage.setItem("token", token);
}

/** Returns the name in the token, only to show it: the server checks the token. */
export function currentName(): string | undefined {
  try {
    const [, payload = ""] = (currentToken() ?? "").split(".");
    const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === "string" ? sub : undefined;
  } catch {
    return undefined;
  }
}

/** Identifies this visitor for the records of the demonstration, which others must not read. */
export const visitor = sessionStorage.getItem("visitor") ?? randomText();
sessionStorage.setItem("visitor", visitor);

/** Returns a text that nobody can guess. `crypto.randomUUID` needs HTTPS or localhost. */
export function randomText() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
