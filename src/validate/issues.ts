import type { FieldError, RequestPart } from "../raise/field-error.ts";
import { toPointer } from "./pointer.ts";
import type { SchemaIssue } from "./standard-schema.ts";
import { zodRule, type Rule } from "./zod-rules.ts";

/** How many field errors an answer lists at most. */
const maximumErrors = 50;

/** Turns a schema's issues into field errors, at most 50; what was sent is looked at, never repeated. */
export function toFieldErrors(
  part: RequestPart,
  vendor: string,
  issues: readonly SchemaIssue[],
  input: unknown,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const issue of issues) {
    for (const { path, rule } of rules(vendor, issue, input)) {
      if (errors.length === maximumErrors) return errors;
      errors.push({ in: part, pointer: toPointer(path), ...rule });
    }
    if (errors.length === maximumErrors) break;
  }
  return errors;
}

interface PlacedRule {
  readonly path: readonly PropertyKey[];
  readonly rule: Rule;
}

function rules(vendor: string, issue: SchemaIssue, input: unknown): readonly PlacedRule[] {
  const path = (issue.path ?? []).map((segment) =>
    typeof segment === "object" ? segment.key : segment,
  );
  const unknownKeys = vendor === "zod" ? (issue as { keys?: readonly string[] }).keys : undefined;
  // One issue names all unknown members of an object; each becomes a field error of its own.
  if ((issue as { code?: unknown }).code === "unrecognized_keys" && unknownKeys) {
    return unknownKeys
      .slice(0, maximumErrors)
      .map((key) => ({ path: [...path, key], rule: unknownMember }));
  }
  if (isMissing(path, input) && (issue as { code?: unknown }).code !== "custom") {
    return [{ path, rule: required }];
  }
  return [{ path, rule: vendor === "zod" ? zodRule(issue) : invalid }];
}

const required: Rule = { code: "required", detail: "is required" };
const unknownMember: Rule = { code: "unknown_member", detail: "is not allowed" };
const invalid: Rule = { code: "invalid", detail: "is not valid" };

function isMissing(path: readonly PropertyKey[], input: unknown): boolean {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return true;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value === undefined;
}
