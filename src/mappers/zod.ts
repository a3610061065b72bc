import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { expandIssue } from "../validate/zod/issues.ts";
import { zodViolation } from "../validate/zod/violations.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { toValidatorError } from "./validator-error.ts";
import type { ValidatorIssue } from "./validator-issue.ts";

/**
 * Creates a mapper for the errors of zod 3 and 4 that a handler's own `parse` throws. It is a 400 if exactly one part of
 * the request shows every issue, or else a 500. zod does not keep what it parsed, so the values decide.
 *
 * @example
 * app.use(errorHandler({ mappers: [zod()] }));
 */
export function zod(): ErrorMapper {
  return toMapper((found, context) => {
    if (!["ZodError", "$ZodError"].includes(text(found, "name"))) return undefined;
    const issues = tryReadMember(found, "issues");
    if (!Array.isArray(issues)) return undefined;
    return toValidatorError(
      { validator: "zod", issues: toIssues(issues.filter(isIssue)) },
      context,
    );
  });
}

const maximumIssues = 1000;

function toIssues(issues: readonly SchemaIssue[]): readonly ValidatorIssue[] {
  return issues.slice(0, maximumIssues).flatMap((issue) => {
    const { placed } = expandIssue("zod", issue, maximumIssues);
    return placed.map(({ path, issue: inner }) => {
      // Whether zod or an author wrote the text, it does not tell.
      const { text: _text, ...violation } = zodViolation(inner);
      return { path, violation, canBeMissing: canBeMissing(inner) };
    });
  });
}

/** Returns false if an issue is about a value that was there. zod 4 says what it received only in its text. */
function canBeMissing(issue: SchemaIssue): boolean {
  if (!codesOfMissing.has(text(issue, "code"))) return false;
  const received = text(issue, "received") || /, received (\w+)$/.exec(text(issue, "message"))?.[1];
  return received === undefined || received === "undefined";
}

const codesOfMissing: ReadonlySet<string> = new Set([
  "custom",
  "invalid_enum_value",
  "invalid_literal",
  "invalid_type",
  "invalid_union",
  "invalid_union_discriminator",
  "invalid_value",
]);

function isIssue(issue: unknown): issue is SchemaIssue {
  return typeof issue === "object" && issue !== null && text(issue, "code") !== "";
}
