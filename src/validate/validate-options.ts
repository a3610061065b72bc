import { isMessages } from "../messages/is-messages.ts";
import type { ValidationMessages } from "../messages/messages.ts";
import { checkOptions, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { isStandardSchema } from "../schema/standard-schema.ts";
import { schemaParts, type ValidateSchemas } from "./request-schemas.ts";
import type { ResponseMode } from "./response-check.ts";

/** The handling of an invalid request: an error, or the next handler. */
export type InvalidRequestMode = "fail" | "next";

/** The options of `validate`. */
export interface ValidateOptions<Mode extends InvalidRequestMode = InvalidRequestMode> {
  /**
   * The media types of the body, which the `Accept` header of a 415 response lists.
   * Default: `["application/json"]`, and with `files` `["multipart/form-data"]`.
   */
  readonly accept?: readonly string[];
  /**
   * Messages in languages besides English, by language tag: `{ de: german }`. `Accept-Language` chooses one. A message
   * that the schema itself defines is sent as it is. Default: none.
   */
  readonly languages?: Readonly<Record<string, ValidationMessages>>;
  /**
   * The handling of a response that does not match its `response` schema. Default: `enforce`.
   *
   * - `enforce`: the client gets a 500, and the mismatch is reported. A response that matches is sent as parsed, without
   *   members that its schema does not have.
   * - `report`: the response is sent unchanged, and the mismatch is reported.
   * - `off`: responses are not checked.
   */
  readonly responseMode?: ResponseMode;
  /**
   * The parts among `headers` and `cookies` whose schemas contain no secrets, so that errors and documents may tell the
   * values that a rule allows. Without it, an error of these parts has the code of the rule, but no value of the schema,
   * and an OpenAPI document has the names and types only. Default: `[]`.
   */
  readonly revealRules?: readonly ("headers" | "cookies")[];
  /**
   * The handling of an invalid request. Default: `fail`.
   *
   * - `fail`: one `ValidationError` goes to the error middleware.
   * - `next`: the next handler runs, and `resultOf(req)` of the middleware returns the parsed parts or the error. The
   *   request stays unchanged, also if it is valid. It is for forms that the server renders.
   */
  readonly onInvalid?: Mode;
}

/** The options with their defaults. */
export interface ResolvedValidateOptions {
  /** The accepted media types of the body; empty if the body has no schema. */
  readonly accept: readonly string[];
  readonly languages: ValidateOptions["languages"];
  readonly responseMode: ResponseMode;
  readonly revealRules: readonly ("headers" | "cookies")[];
  readonly goesOn: boolean;
}

/**
 * Checks the arguments of `validate` when the app starts, and fills in the defaults.
 *
 * @throws {TypeError} If a part or an option is unknown, or a schema is not a Standard Schema.
 */
export function resolveValidateOptions(
  schemas: ValidateSchemas,
  options: ValidateOptions,
): ResolvedValidateOptions {
  checkSchemas(schemas);
  checkOptions("validate", options, validateOptionChecks);
  const { responseMode = "enforce", revealRules = [] } = options;
  const { accept = [schemas.files ? "multipart/form-data" : "application/json"] } = options;
  return {
    accept: schemas.body || schemas.files ? accept : [],
    languages: options.languages,
    responseMode,
    revealRules: Object.freeze([...revealRules]),
    goesOn: options.onInvalid === "next",
  };
}

function checkSchemas(schemas: ValidateSchemas): void {
  if (!isObject(schemas)) {
    throw new TypeError(
      `validate: schemas must be an object, got ${describeReceived(schemas)}. Write validate({ body: schema }).`,
    );
  }
  if (isStandardSchema(schemas)) {
    throw new TypeError(
      "validate: schemas must be an object of schemas, got one schema. Write validate({ body: schema }).",
    );
  }
  if ("httpVersion" in schemas) {
    throw new TypeError(
      "validate: Express called it as a middleware. Write validate({ body: schema }).",
    );
  }
  const entries = Object.entries(schemas);
  if (entries.length === 0) {
    throw new TypeError("validate: schemas is empty. Write validate({ body: schema }).");
  }
  for (const [part, schema] of entries) {
    if (part === "response") {
      checkResponses(schema);
      continue;
    }
    if (!schemaParts.some((known) => known === part)) {
      throw new TypeError(
        `validate: unknown part ${JSON.stringify(part)}. Write one of ${schemaParts.join(", ")}, response.`,
      );
    }
    checkSchema(part, schema);
  }
  checkHeaderNames(schemas.headers);
}

function checkSchema(part: string, schema: unknown): void {
  // A function that makes schemas, such as z.object itself, has more than the one parameter of a choice.
  const isChosen =
    typeof schema === "function" && schema.length < 2 && !part.startsWith("response");
  if (isChosen || isStandardSchema(schema)) return;
  throw new TypeError(
    `validate: ${part} must be a Standard Schema, such as a schema of zod 3.25 or 4, got ${describeReceived(schema)}. Write for example z.object({ … }).`,
  );
}

function checkResponses(responses: unknown): void {
  const entries = isObject(responses) ? Object.entries(responses) : [];
  if (entries.length === 0 || isStandardSchema(responses)) {
    throw new TypeError(
      `validate: response must be an object of schemas by status, got ${isStandardSchema(responses) ? "one schema" : describeReceived(responses)}. Write { 200: schema }.`,
    );
  }
  for (const [status, schema] of entries) {
    if (!/^[1-5]\d\d$/.test(status)) {
      throw new TypeError(
        `validate: response has the key ${JSON.stringify(status)}, which is not a status. Write for example { 200: schema }.`,
      );
    }
    checkSchema(`response ${status}`, schema);
  }
}

function checkHeaderNames(schema: unknown): void {
  const { shape, entries } = (schema ?? {}) as { shape?: unknown; entries?: unknown };
  const members = shape ?? entries;
  if (!isObject(members)) return;
  const name = Object.keys(members).find((key) => key !== key.toLowerCase());
  if (name === undefined) return;
  throw new TypeError(
    `validate: headers has ${JSON.stringify(name)}, but Node's header names are in lower case. Write ${JSON.stringify(name.toLowerCase())}.`,
  );
}

/** The checks of the options. */
export const validateOptionChecks: Readonly<Record<keyof ValidateOptions, OptionCheck>> = {
  accept: [
    'an array of media types such as ["application/json"]',
    (value) => Array.isArray(value) && value.length > 0 && value.every(isMediaType),
  ],
  languages: [
    "an object of messages by language tag such as { de: german }",
    (value) => isObject(value) && Object.values(value).every(isMessages),
  ],
  responseMode: [
    '"enforce", "report" or "off"',
    (value) => value === "enforce" || value === "report" || value === "off",
  ],
  revealRules: [
    'an array of "headers" and "cookies"',
    (value) =>
      Array.isArray(value) && value.every((part) => part === "headers" || part === "cookies"),
  ],
  onInvalid: ['"fail" or "next"', (value) => value === "fail" || value === "next"],
};

function isMediaType(value: unknown): boolean {
  return typeof value === "string" && /^[\w.+-]+\/[\w.+*-]+$/.test(value);
}
