import type { TestedResponse } from "./tested-response.ts";

/**
 * Returns the members of a problem that a response has, and no members if it has no JSON. Adds to the differences if
 * `read` fails.
 */
export function readTested(
  { text }: TestedResponse,
  read: ((body: never) => Readonly<Record<string, unknown>>) | undefined,
  differences: string[],
): Readonly<Record<string, unknown>> {
  const parsed = parseJson(text);
  if (!read) return { ...(parsed as object | undefined) };
  if (parsed === undefined) return {};
  try {
    // The function was written for the body of this app.
    return { ...read(parsed as never) };
  } catch (error) {
    differences.push(`read failed with ${String(error)}`);
    return {};
  }
}

/** Returns the value that a text of JSON has; undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the first 1000 characters of a response, for the message of an assertion. */
export function showResponse({ status, text }: TestedResponse): string {
  return `${status} ${text}`.slice(0, 1000);
}

/** Returns the media type of a response, without its parameters; an empty text if the response has none. */
export function mediaTypeOf({ headers }: TestedResponse): string {
  const type = headers["content-type"];
  return typeof type === "string" ? (type.split(";", 1)[0] ?? "") : "";
}

/** Says that a response has another media type than the expected one. */
export function notOfType(response: TestedResponse, expected: string): string {
  return `the content type is ${mediaTypeOf(response) || "missing"} instead of ${expected}`;
}
