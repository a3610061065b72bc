import { clip } from "../inspect/clip.ts";
import type { Violation } from "../messages/violation.ts";

/** The maximum length of all values together. */
const maximumText = 256;
const maximumValues = 20;
const maximumValue = 100;

/** Creates the violation of a list of allowed values, with the first ones of them. */
export function notOneOf(values: readonly unknown[]): Violation {
  const allowed: unknown[] = [];
  let length = 0;
  for (const value of values.slice(0, maximumValues)) {
    length += String(toJsonValue(value)).length;
    if (length > maximumText) break;
    allowed.push(toJsonValue(value));
  }
  return { code: "not_one_of", params: { values: allowed } };
}

function toJsonValue(value: unknown): unknown {
  if (typeof value === "string") return clip(value, maximumValue);
  return typeof value === "bigint" ? String(value) : value;
}

/**
 * Reads the values that a library lists in the text of an issue, each as in JSON; returns undefined if one of them is
 * not a value, such as the name of a type.
 */
export function readLiterals(texts: readonly string[]): readonly unknown[] | undefined {
  const values = texts.map(readLiteral);
  return values.includes(undefined) ? undefined : values;
}

function readLiteral(text: string): unknown {
  const isLiteral = /^(?:"[\s\S]*"|-?\d[\d.]*(?:e[+-]?\d+)?|true|false|null)$/.test(text);
  if (!isLiteral) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // valibot does not escape the quotes in a text.
    return text.startsWith('"') ? text.slice(1, -1) : undefined;
  }
}
