import { english } from "../messages/english.ts";
import type { ValidationMessages } from "../messages/messages.ts";
import { checkOptions, describeReceived, type OptionCheck } from "../misuse/check-options.ts";
import { isStandardSchema } from "../schema/standard-schema.ts";
import { schemaParts, type ValidateSchemas } from "./request-schemas.ts";
import type { ResponseMode } from "./response-check.ts";

/** What users may set of `validate`. */
export interface ValidateOptions {
  /**
   * The media types the route takes, for the `Accept` header of a 415.
   * Default: `["application/json"]`.
   */
  readonly accept?: readonly string[];
  /**
   * The texts of other languages than English, by language tag: `{ de: german }`. `Accept-Language` chooses; a text of
   * the schema's author stays as it is. Default: none.
   */
  readonly languages?: Readonly<Record<string, ValidationMessages>>;
  /**
   * What becomes of an answer that does not fit its `response` schema. `enforce`: the client gets a 500, and one that
   * fits is stripped to its schema. `report`: it is sent as it is. Both report. `off`: nobody looks.
   * Default: `enforce`.
   */
  readonly responseMode?: ResponseMode;
}

/** Refuses what validate cannot work with, when the app starts. */
export function checkArguments(schemas: ValidateSchemas, options: ValidateOptions): void {
  if (typeof schemas !== "object" || schemas === null) {
    throw new TypeError(
      `validate: schemas must be an object, got ${describeReceived(schemas)}. Write validate({ body: schema }).`,
    );
  }
  const entries = Object.entries(schemas);
  if (entries.length === 0) {
    throw new TypeError("validate: there is nothing to check. Write validate({ body: schema }).");
  }
  for (const [part, schema] of entries) {
    if (part === "response") {
      checkResponses(schema);
      continue;
    }
    if (!schemaParts.some((known) => known === part)) {
      throw new TypeError(
        `validate: ${JSON.stringify(part)} is no part of a request it checks. Write one of ${schemaParts.join(", ")}, response.`,
      );
    }
    checkSchema(part, schema);
  }
  checkHeaderNames(schemas.headers);
  checkOptions("validate", options, optionChecks);
}

function checkSchema(part: string, schema: unknown): void {
  if (isStandardSchema(schema)) return;
  throw new TypeError(
    `validate: ${part} must be a Standard Schema, such as one of zod 3.25 or 4, got ${describeReceived(schema)}. Write for instance z.object({ … }).`,
  );
}

function checkResponses(responses: unknown): void {
  const entries = Object.entries((responses ?? {}) as Record<string, unknown>);
  if (typeof responses !== "object" || entries.length === 0) {
    throw new TypeError(
      `validate: response must be an object of schemas by status, got ${describeReceived(responses)}. Write { 200: schema }.`,
    );
  }
  for (const [status, schema] of entries) {
    if (!/^[1-5]\d\d$/.test(status)) {
      throw new TypeError(
        `validate: response names ${JSON.stringify(status)}, which is no status. Write for instance { 200: schema }.`,
      );
    }
    checkSchema(`response ${status}`, schema);
  }
}

/** Node gives header names in lower case, so a schema that spells one otherwise never finds it. */
function checkHeaderNames(schema: unknown): void {
  const { shape, entries } = (schema ?? {}) as { shape?: unknown; entries?: unknown };
  const members = shape ?? entries;
  if (typeof members !== "object" || members === null) return;
  const name = Object.keys(members).find((key) => key !== key.toLowerCase());
  if (name === undefined) return;
  throw new TypeError(
    `validate: headers names ${JSON.stringify(name)}, but Node gives header names in lower case. Write ${JSON.stringify(name.toLowerCase())}.`,
  );
}

const optionChecks: Readonly<Record<keyof ValidateOptions, OptionCheck>> = {
  accept: [
    'an array of media types, for instance ["application/json"]',
    (value) => Array.isArray(value) && value.length > 0 && value.every(isMediaType),
  ],
  languages: [
    "texts by language tag, for instance { de: german }",
    (value) =>
      typeof value === "object" && value !== null && Object.values(value).every(isMessages),
  ],
  responseMode: [
    '"enforce", "report" or "off"',
    (value) => value === "enforce" || value === "report" || value === "off",
  ],
};

/** Every rule has a text, or the error path would find out. */
function isMessages(value: unknown): boolean {
  const { rules, summary } = (value ?? {}) as {
    rules?: Record<string, unknown>;
    summary?: unknown;
  };
  return (
    typeof summary === "function" &&
    Object.keys(english.rules).every((code) => typeof rules?.[code] === "function")
  );
}

function isMediaType(value: unknown): boolean {
  return typeof value === "string" && /^[\w.+-]+\/[\w.+*-]+$/.test(value);
}
