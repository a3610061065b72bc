import type { FieldError, RequestPart } from "../errors/field-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import { maximumFieldErrors } from "../errors/limits.ts";
import { clip } from "../inspect/clip.ts";
import type { ValidationMessages } from "../messages/messages.ts";
import type { Violation } from "../messages/violation.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { hideRules } from "./hide-rules.ts";
import { isMissing } from "./missing.ts";
import type { InvalidOutcome } from "./schema-outcome.ts";
import { toPlacedIssues, toVendorViolation } from "./vendor-violation.ts";
import { isRefinement } from "./zod/violations.ts";

const maximumDetail = 256;

/** A part of the request that breaks rules. */
export interface BadPart {
  /** The name of the part in a response. */
  readonly in: RequestPart;
  /** The library of the schema. */
  readonly vendor: string;
  /** The value that was checked. No part of it is sent. */
  readonly input: unknown;
  /** The result of the check, with the library's own issues. */
  readonly outcome: InvalidOutcome;
  /** Whether the response contains no values of the schema, which may be secrets. */
  readonly isSecret: boolean;
}

/**
 * Converts the issues of all parts to field errors, at most 50, and counts all of them. Issues beyond the limit are
 * counted but not converted.
 */
export function toFieldErrors(
  parts: readonly BadPart[],
  messages: ValidationMessages,
): {
  readonly errors: readonly FieldError[];
  readonly errorCount: number;
} {
  const errors: FieldError[] = [];
  let omitted = 0;
  for (const part of parts) {
    if (part.outcome.kind === "too_deep") {
      if (errors.length >= maximumFieldErrors) omitted += 1;
      else errors.push(toFieldError(part, [], tooDeep, messages));
      continue;
    }
    if (part.outcome.kind === "ill_formed") {
      for (const { path, isName } of part.outcome.texts) {
        if (errors.length >= maximumFieldErrors) omitted += 1;
        else errors.push(toFieldError(part, path, isName ? badKey : notUnicode, messages));
      }
      continue;
    }
    const { issues } = part.outcome;
    let left = issues.length;
    for (const issue of issues) {
      if (errors.length >= maximumFieldErrors) break;
      omitted += addErrors(errors, part, issue, messages);
      left -= 1;
    }
    omitted += left;
  }
  return { errors, errorCount: errors.length + omitted };
}

const tooDeep: Violation = { code: "too_deep" };
const badKey: Violation = { code: "bad_key" };
const notUnicode: Violation = { code: "bad_format", params: { format: "Unicode text" } };

/** Adds the errors of one issue up to the limit, and returns how many are beyond it. */
function addErrors(
  errors: FieldError[],
  part: BadPart,
  issue: SchemaIssue,
  messages: ValidationMessages,
): number {
  const room = maximumFieldErrors - errors.length;
  const { placed, total } = toPlacedIssues(part.vendor, issue, room);
  for (const { path, issue: inner, also } of placed) {
    add(errors, toFieldError(part, path, toViolation(part, path, inner), messages, also));
  }
  return total - placed.length;
}

function toFieldError(
  part: BadPart,
  path: readonly PropertyKey[],
  violation: Violation,
  messages: ValidationMessages,
  also?: readonly (readonly PropertyKey[])[],
): FieldError {
  const {
    code,
    ownCode = code,
    params,
    text,
  } = part.isSecret ? hideRules(violation, messages) : violation;
  const pointer = toPointer(path);
  const detail = clip(text ?? messages.rules[code](violation), maximumDetail);
  const field = params
    ? { in: part.in, pointer, code: ownCode, detail, params }
    : { in: part.in, pointer, code: ownCode, detail };
  return also?.length ? { ...field, also: also.map(toPointer) } : field;
}

function toViolation(part: BadPart, path: readonly PropertyKey[], issue: SchemaIssue): Violation {
  const { vendor, input } = part;
  const violation = toVendorViolation(vendor, issue);
  // A missing value also has the wrong type, so without this every missing member would be a `wrong_type`.
  if (violation.code === "unknown_member" || isRefinement(issue)) return violation;
  if (!isMissing({ vendor, path, issue, input })) return violation;
  return violation.text === undefined ? required : { ...required, text: violation.text };
}

const required: Violation = { code: "required" };

/**
 * Adds an error. Of two minimums or maximums for one value, only the stricter is kept, and of a value with the wrong
 * type no size: zod 4 measures a text in place of an array.
 */
function add(errors: FieldError[], error: FieldError): void {
  if (sizes.has(error.code) && errors.some((other) => isTypeOfSame(other, error))) return;
  if (!bounds.has(error.code)) {
    errors.push(error);
    return;
  }
  const index = errors.findIndex(
    ({ in: part, pointer, code }) =>
      part === error.in && pointer === error.pointer && code === error.code,
  );
  const other = errors[index];
  if (!other) errors.push(error);
  else if (isStricter(error, other)) errors[index] = error;
}

const sizes: ReadonlySet<string> = new Set(["too_short", "too_long", "too_small", "too_large"]);

/** The codes that say that a value has the wrong type altogether. */
const typeCodes: ReadonlySet<string> = new Set(["wrong_type", "required", "no_variant_matched"]);

function isTypeOfSame(other: FieldError, { in: part, pointer }: FieldError): boolean {
  return other.in === part && other.pointer === pointer && typeCodes.has(other.code);
}

const bounds: ReadonlySet<string> = new Set(["too_small", "too_large"]);

/** Returns true if a limit allows fewer values than another. An exclusive limit does not allow the limit itself. */
function isStricter({ code, params }: FieldError, than: FieldError): boolean {
  const name = code === "too_small" ? "minimum" : "maximum";
  const difference = toNumber(params?.[name]) - toNumber(than.params?.[name]);
  if (difference === 0) return params?.["exclusive"] === true;
  return code === "too_small" ? difference > 0 : difference < 0;
}

/** Returns a limit as a number. That of a date is a text. */
function toNumber(limit: unknown): number {
  const number = Number(limit);
  return Number.isNaN(number) ? Date.parse(String(limit)) : number;
}
