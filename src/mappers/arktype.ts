import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { arktypeIssues, arktypeViolation } from "../validate/arktype-violation.ts";
import { toMapperOfValues } from "./to-mapper.ts";
import { toValidatorError } from "./validator-error.ts";
import type { ValidatorIssue } from "./validator-issue.ts";

/**
 * Creates a mapper for the errors of ArkType: the `TraversalError` that `assert` throws, or the `ArkErrors` that a type
 * returns, thrown as they are. It is a 400 if the validated object is a part of this request, or has the same wrong
 * values in the same places, or else a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [arktype()] }));
 */
export function arktype(): ErrorMapper {
  return toMapperOfValues("arktype", (found, context) => {
    const errors = readErrors(found);
    if (!errors) return undefined;
    // A slice of the list itself would be another list of ArkType.
    const issues = Array.from(errors).slice(0, maximumIssues).flatMap(arktypeIssues).map(toIssue);
    const traversal = tryReadMember(errors, "ctx");
    const input = isObject(traversal) ? tryReadMember(traversal, "root") : undefined;
    return toValidatorError({ validator: "arktype", issues, input }, context);
  });
}

const maximumIssues = 1000;

/** Returns the list of errors of ArkType; undefined for anything else. */
function readErrors(found: object): readonly SchemaIssue[] | undefined {
  const list = isKind("errors", found) ? found : tryReadMember(found, "arkErrors");
  const isList = Array.isArray(list) && isKind("errors", list) && list.length > 0;
  return isList && list.every(isIssue) ? list : undefined;
}

/** Returns true for what ArkType has marked with one of its kinds. */
function isKind(kind: string, value: unknown): boolean {
  return isObject(value) && tryReadMember(value, " arkKind") === kind;
}

function isIssue(value: unknown): value is SchemaIssue {
  return isKind("error", value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function toIssue(issue: SchemaIssue): ValidatorIssue {
  const path = tryReadMember(issue, "path");
  // A text of a schema may quote the value.
  const { text: _text, ...violation } = arktypeViolation(issue);
  // The issue of a missing member has the object around the member.
  const isMissing = tryReadMember(issue, "code") === "required";
  const value = isMissing ? undefined : tryReadMember(issue, "data");
  return { path: Array.isArray(path) ? path.filter(isKey) : [], violation, found: { value } };
}

function isKey(key: unknown): key is PropertyKey {
  return typeof key === "string" || typeof key === "number" || typeof key === "symbol";
}
