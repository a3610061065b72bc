import type { FieldError, RequestPart } from "../errors/field-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import type { ValidationMessages } from "../messages/messages.ts";
import type { Violation } from "../messages/violation.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { tooDeep } from "./schema-check.ts";
import { expandIssue } from "./zod/issues.ts";
import { zodRule } from "./zod/rules.ts";

/** How many field errors an answer lists at most. */
const maximumErrors = 50;

const maximumDetail = 256;

/** A part of the request that broke rules. */
export interface BadPart {
  /** The name of the part in an answer. */
  readonly in: RequestPart;
  /** The library of the schema. */
  readonly vendor: string;
  /** What was checked; it is looked at, never repeated. */
  readonly input: unknown;
  /** The issues, in the library's own form. */
  readonly issues: readonly SchemaIssue[];
}

/**
 * Turns the issues of all parts into field errors, at most 50, and says how many there are. What is past the cap is
 * counted and not looked at.
 */
export function toFieldErrors(
  parts: readonly BadPart[],
  messages: ValidationMessages,
): {
  readonly errors: readonly FieldError[];
  readonly errorCount: number;
} {
  const errors: FieldError[] = [];
  let notShown = 0;
  for (const part of parts) {
    let left = part.issues.length;
    for (const issue of part.issues) {
      if (errors.length >= maximumErrors) break;
      notShown += addErrors(errors, part, issue, messages);
      left -= 1;
    }
    notShown += left;
  }
  return { errors, errorCount: errors.length + notShown };
}

/** Adds what one issue says while there is room, and gives the number of errors for which there is none. */
function addErrors(
  errors: FieldError[],
  part: BadPart,
  issue: SchemaIssue,
  messages: ValidationMessages,
): number {
  const room = maximumErrors - errors.length;
  const { placed, total } = expandIssue(part.vendor, issue, room);
  for (const { path, issue: inner } of placed) {
    const rule = toRule(part, path, inner);
    const { code, params } = rule;
    const pointer = toPointer(path);
    const detail = (rule.text ?? messages.rules[code](rule)).slice(0, maximumDetail);
    add(
      errors,
      params
        ? { in: part.in, pointer, code, detail, params }
        : { in: part.in, pointer, code, detail },
    );
  }
  return total - placed.length;
}

function toRule(part: BadPart, path: readonly PropertyKey[], issue: SchemaIssue): Violation {
  if (issue === tooDeep) return { code: "too_deep" };
  const rule: Violation = part.vendor === "zod" ? zodRule(issue) : { code: "invalid" };
  // A value that is not there breaks every rule; the first is that it must be there.
  if (rule.code === "unknown_member" || isRefinement(issue)) return rule;
  if (!isMissing(path, part.input)) return rule;
  return rule.text === undefined ? required : { ...required, text: rule.text };
}

const required: Violation = { code: "required" };

function isRefinement(issue: SchemaIssue): boolean {
  return (issue as { readonly code?: unknown }).code === "custom";
}

function isMissing(path: readonly PropertyKey[], input: unknown): boolean {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return true;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value === undefined;
}

/** Two bounds of one rule, such as of a type and of the schema, are one error: the tighter. */
function add(errors: FieldError[], error: FieldError): void {
  if (!bounds.has(error.code)) {
    errors.push(error);
    return;
  }
  const same = errors.findIndex(
    ({ in: part, pointer, code }) =>
      part === error.in && pointer === error.pointer && code === error.code,
  );
  const other = errors[same];
  if (!other) errors.push(error);
  else if (isTighter(error, other)) errors[same] = error;
}

const bounds: ReadonlySet<string> = new Set(["too_small", "too_large"]);

function isTighter(error: FieldError, than: FieldError): boolean {
  return error.code === "too_small"
    ? Number(error.params?.["minimum"]) > Number(than.params?.["minimum"])
    : Number(error.params?.["maximum"]) < Number(than.params?.["maximum"]);
}
