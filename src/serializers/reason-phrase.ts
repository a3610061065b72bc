import { statusEntry } from "../errors/status.ts";

/** Returns the name of a status as HTTP writes it, such as `Not Found`. */
export function reasonPhrase(status: number): string {
  return statusEntry(status).title.replaceAll(/(?<= )[a-z]/g, (letter) => letter.toUpperCase());
}
