import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { shown } from "../misuse/shown.ts";
import { english } from "../messages/english.ts";
import { isStandardSchema } from "../schema/standard-schema.ts";
import { schemaParts, type ValidateSchemas } from "./request-schemas.ts";
import type { ValidateOptions } from "./validate-options.ts";

/** Refuses what validate cannot work with, when the app starts. */
export function checkArguments(schemas: ValidateSchemas, options: ValidateOptions): void {
  if (typeof schemas !== "object" || schemas === null) {
    throw new TypeError(
      `validate: schemas must be an object, got ${shown(schemas)}. Write validate({ body: schema }).`,
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
    `validate: ${part} must be a Standard Schema, such as one of zod 3.25 or 4, got ${shown(schema)}. Write for instance z.object({ … }).`,
  );
}

function checkResponses(responses: unknown): void {
  const entries = Object.entries((responses ?? {}) as Record<string, unknown>);
  if (typeof responses !== "object" || entries.length === 0) {
    throw new TypeError(
      `validate: response must be an object of schemas by status, got ${shown(responses)}. Write { 200: schema }.`,
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
  responses: [
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
