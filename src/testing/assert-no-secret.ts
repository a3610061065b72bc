import { AssertionError } from "node:assert";
import { toPointer } from "../errors/json-pointer.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { checkTested } from "./check-tested.ts";
import { findSecret, foldedViews, type Repetition } from "./find-secret.ts";
import { leavesOf } from "./leaves-of.ts";
import { parseJson } from "./read-tested.ts";
import type { TestedResponse } from "./tested-response.ts";

/**
 * Asserts that the body and the headers of a response repeat nothing of a secret: no eight characters of it in a row, in
 * upper or lower case, and not in base64, hexadecimal digits, escapes of URLs, JSON or HTML, backwards, or in pieces. A
 * secret of fewer than eight characters must not be there as a whole.
 *
 * @param response A response of supertest, or any object with `status`, `headers` and `text`.
 * @param secrets The secret or the secrets, each of at least four characters. Leave out what is not secret, such as the
 *   host in a connection string: a part of that is found too.
 *
 * @throws {AssertionError} If the response repeats a part of a secret. The message says where, and never has the secret.
 * @throws {TypeError} If there is no secret, or it has fewer than four characters, or the response is something else, such as a promise.
 *
 * @example
 * const response = await supertest(app).get("/articles").set("authorization", `Bearer ${token}`);
 * assertNoSecret(response, [token, databasePassword]);
 */
export function assertNoSecret(
  response: TestedResponse,
  secrets: string | readonly string[],
): void {
  const repeated = describeSecret("assertNoSecret", response, secrets);
  if (repeated === undefined) return;
  // Without actual and expected, which runners print.
  throw new AssertionError({
    message: repeated,
    operator: "assertNoSecret",
    stackStartFn: assertNoSecret,
  });
}

/**
 * Says where a response repeats a secret; undefined if it repeats none.
 *
 * @throws {TypeError} If an argument is of the wrong kind.
 */
export function describeSecret(
  caller: string,
  response: TestedResponse,
  secrets: string | readonly string[],
): string | undefined {
  checkTested(caller, response);
  const all = checkSecrets(caller, secrets);
  const sources = sourcesOf(response);
  for (const [index, secret] of all.entries()) {
    const which = all.length === 1 ? "the secret" : `secret ${index + 1} of ${all.length}`;
    for (const { place, views, parts } of sources) {
      const how = findSecret(views, secret);
      if (how === undefined) continue;
      const repeats = (text: string): boolean =>
        findSecret(foldedViews(text), secret) !== undefined;
      const part = parts?.find((one) => repeats(one.text))?.place();
      // The name of a member may be the secret.
      const isNamed = part !== undefined && !repeats(part);
      const where = isNamed ? `${place} at ${part}` : place;
      return `The response repeats a part of ${which} in ${where}${manners.get(how) ?? ""}.`;
    }
  }
  return undefined;
}

const manners: ReadonlyMap<Repetition, string> = new Map([
  ["encoded", ", encoded"],
  ["backwards", ", backwards"],
  ["in pieces", ", in pieces"],
]);

const minimumLength = 4;

function checkSecrets(caller: string, secrets: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(secrets) ? secrets : [secrets];
  const checked = all.filter((secret) => typeof secret === "string");
  const wrong = all.find((secret) => typeof secret !== "string");
  if (all.length === 0 || checked.length < all.length) {
    throw new TypeError(
      `${caller}: secrets must be a string or an array of strings, got ${all.length === 0 ? "an empty array" : describeReceived(wrong)}.`,
    );
  }
  if (checked.some(({ length }) => length < minimumLength)) {
    throw new TypeError(
      `${caller}: a secret must have at least 4 characters, or it is found by accident.`,
    );
  }
  return checked;
}

/** A text of a response, in each way to read it, and the parts of the text if it has any. */
interface Source {
  readonly place: string;
  readonly views: readonly string[];
  readonly parts?: readonly Part[];
}

interface Part {
  readonly place: () => string;
  readonly text: string;
}

function sourcesOf(response: TestedResponse): readonly Source[] {
  const text = textOf(response);
  const headers = Object.entries(response.headers).map(([name, value]) => ({
    place: () => name,
    text: String(value),
  }));
  const leaves = leavesOf(parseJson(text)).map(({ path, value }) => ({
    place: () => toPointer(path()),
    text: String(value),
  }));
  const lines = headers.map((header) => `${header.place()}: ${header.text}`).join("\n");
  return [
    { place: "the body", views: foldedViews(text), parts: leaves },
    { place: "the members of the body together", views: foldedViews(together(leaves)) },
    { place: "the headers", views: foldedViews(lines), parts: headers },
    { place: "the headers together", views: foldedViews(together(headers)) },
  ];
}

function together(parts: readonly Part[]): string {
  return parts.map((part) => part.text).join("");
}

function textOf(response: TestedResponse): string {
  const { text, body } = response as Partial<TestedResponse> & { readonly body?: Uint8Array };
  // checkTested makes sure that there is a text or a body of bytes.
  return text ?? Buffer.from(body ?? []).toString();
}
