import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { superstructViolation } from "./superstruct-violation.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { toValidatorError } from "./validator-error.ts";
import type { ValidatorIssue } from "./validator-issue.ts";

/**
 * Creates a mapper for the errors of superstruct. It is a 400 if the validated object is a part of this request, or has
 * the same wrong values in the same places, or else a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [superstruct()] }));
 */
export function superstruct(): ErrorMapper {
  return toMapper("superstruct", (found, context) => {
    if (!isStructError(found)) return undefined;
    const issues = failuresOf(found).map(toIssue);
    const branch = tryReadMember(found, "branch");
    const input = Array.isArray(branch) ? branch[0] : undefined;
    return toValidatorError({ validator: "superstruct", issues, input }, context);
  });
}

function isStructError(found: object): boolean {
  return (
    text(found, "name") === "StructError" &&
    text(found, "type") !== "" &&
    Array.isArray(tryReadMember(found, "branch")) &&
    Array.isArray(tryReadMember(found, "path"))
  );
}

const maximumFailures = 1000;

/** Returns all failures. The error has the first one; `failures()` goes on with the validation, and its rules may throw. */
function failuresOf(error: object): readonly object[] {
  const failures = tryReadMember(error, "failures");
  if (typeof failures !== "function") return [error];
  try {
    const all: unknown = Reflect.apply(failures, error, []);
    return Array.isArray(all) ? all.filter(isObject).slice(0, maximumFailures) : [error];
  } catch {
    return [error];
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function toIssue(failure: object): ValidatorIssue {
  const path = tryReadMember(failure, "path");
  return {
    path: Array.isArray(path) ? path.map(String) : [],
    violation: superstructViolation(failure),
    found: { value: tryReadMember(failure, "value") },
  };
}
