import type { FieldError, RequestPart } from "../errors/field-error.ts";
import type { HttpError } from "../errors/http-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import { maximumFieldErrors } from "../errors/limits.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { clip } from "../inspect/clip.ts";
import { english } from "../messages/english.ts";
import type { Violation } from "../messages/violation.ts";
import { hideRules } from "../validate/hide-rules.ts";
import { withFewValues } from "./allowed-values.ts";
import { findConsistentPart } from "./consistent-part.ts";
import { findSamePart, type RequestValue } from "./request-values.ts";
import { toServerFault } from "./server-fault.ts";
import type { RuleContext } from "./to-mapper.ts";
import { type ValidatorIssue, valueAt } from "./validator-issue.ts";

/** The facts that an error of a validator tells. */
export interface ValidatorReport {
  /** The name of the library, for the record. */
  readonly validator: string;
  readonly issues: readonly ValidatorIssue[];
  /** The number of issues that are left out. Default: 0. */
  readonly omitted?: number;
  /** The object that was validated; undefined if the library does not keep it. */
  readonly input?: unknown;
  /** Whether only the validated object itself is evidence. Default: false, so that consistent values are evidence too. */
  readonly onlySameObject?: boolean;
}

/**
 * Creates the response to the error of a validator: a 400 `validation_failed` if a part of this request was validated,
 * or else a 500.
 */
export function toValidatorError(
  { validator, issues, omitted, input, onlySameObject = false }: ValidatorReport,
  { thrown, request }: RuleContext,
): HttpError {
  const part =
    findSamePart(request, input) ??
    (onlySameObject || issues.length === 0 ? undefined : findConsistentPart(request, issues));
  if (!part) return toServerFault(thrown, { validator, validatedRequest: false });
  const shown = issues.length > 0 ? issues : [unknownIssue];
  const errors = shown.map((issue) => toFieldError(part, issue));
  return toInvalidRequest(errors, thrown, validator, omitted);
}

const unknownIssue: ValidatorIssue = { path: [], violation: { code: "invalid" } };

/** Creates the 400 of the fields that a validator refused, each listed once for each rule, at most 50. */
export function toInvalidRequest(
  fields: readonly FieldError[],
  cause: unknown,
  validator: string,
  omitted = 0,
): ValidationError {
  const unique = new Map(
    fields.map((field) => [`${field.in} ${field.pointer} ${field.code}`, field]),
  );
  const errors = [...unique.values()].slice(0, maximumFieldErrors);
  const total = unique.size + omitted;
  const errorCount = total > errors.length ? total : undefined;
  return new ValidationError(errors, { cause, errorCount, context: { validator } });
}

/** Creates the field error of a broken rule, in our own words. Headers and cookies show no values of the schema. */
export function toField(
  part: RequestPart,
  path: readonly PropertyKey[],
  broken: Violation,
): FieldError {
  const isSecret = part === "headers" || part === "cookies";
  const violation = isSecret ? hideRules(broken, english) : withFewValues(broken);
  const { code, ownCode = code, params, text } = violation;
  const detail = clip(
    text ?? withoutParams(violation) ?? english.rules[code](violation),
    maximumDetail,
  );
  const field = { in: part, pointer: toPointer(path), code: ownCode, detail };
  return params ? { ...field, params } : field;
}

const maximumDetail = 256;

function toFieldError(part: RequestValue, issue: ValidatorIssue): FieldError {
  const { path, violation, hasSecretParams = false } = issue;
  if (isMissing(part, path, violation)) return toField(part.in, path, required);
  return toField(part.in, path, hasSecretParams ? { code: violation.code } : violation);
}

/** Returns true if there is no value: then a rule of its type or size says less than that it is required. */
function isMissing(
  { value }: RequestValue,
  path: readonly PropertyKey[],
  { code }: Violation,
): boolean {
  if (code === "unknown_member" || code === "invalid") return false;
  try {
    return valueAt(value, path) === undefined;
  } catch {
    // A getter threw.
    return false;
  }
}

const required: Violation = { code: "required" };

/** Returns the phrase of a rule whose bounds the library does not tell. */
function withoutParams({ code, params }: Violation): string | undefined {
  return params ? undefined : phrases.get(code);
}

const phrases: ReadonlyMap<string, string> = new Map([
  ["wrong_type", "has the wrong type"],
  ["too_short", "is too short"],
  ["too_long", "is too long"],
  ["too_small", "is too small"],
  ["too_large", "is too large"],
  ["not_one_of", "is not one of the allowed values"],
  ["not_multiple_of", "is not a multiple of the right number"],
]);
