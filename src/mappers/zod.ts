import type { ErrorMapper } from "../normalize/mapper.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { expandIssue, type PlacedIssue } from "../validate/zod/issues.ts";
import { zodViolation } from "../validate/zod/violations.ts";
import { readList } from "./read-list.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { toValidatorError, type ValidatorReport } from "./validator-error.ts";
import type { ValidatorIssue } from "./validator-issue.ts";

/**
 * Creates a mapper for the errors of zod 3 and 4 that a handler's own `parse` throws. It is a 400 if exactly one part of
 * the request shows every issue, or else a 500. zod does not keep what it parsed, so the values decide.
 *
 * @example
 * app.use(errorHandler({ mappers: [zod()] }));
 */
export function zod(): ErrorMapper {
  return toMapper("zod", (found, context) => {
    if (!["ZodError", "$ZodError"].includes(text(found, "name"))) return undefined;
    const read = readIssues(readList(found, "issues"));
    return read && toValidatorError({ validator: "zod", ...read }, context);
  });
}

type Issues = Pick<ValidatorReport, "issues" | "omitted">;

function readIssues(issues: readonly unknown[] | undefined): Issues | undefined {
  try {
    return issues && toIssues(issues.filter(isIssue));
  } catch {
    // A getter threw.
    return undefined;
  }
}

const maximumIssues = 1000;

/** Converts issues up to a limit, and counts the others. */
function toIssues(all: readonly SchemaIssue[]): Issues {
  const issues: ValidatorIssue[] = [];
  let omitted = 0;
  for (const [index, issue] of all.entries()) {
    const room = maximumIssues - issues.length;
    if (room === 0) return { issues, omitted: omitted + all.length - index };
    const { placed, total } = expandIssue("zod", issue, room);
    issues.push(...placed.map(toIssue));
    omitted += total - placed.length;
  }
  return { issues, omitted };
}

function toIssue({ path, issue }: PlacedIssue): ValidatorIssue {
  // Whether zod or an author wrote the text, it does not tell.
  const { text: _text, ...violation } = zodViolation(issue);
  return { path, violation, canBeMissing: canBeMissing(issue) };
}

/** Returns false if an issue is about a value that was there. zod 4 says what it received only in its text. */
function canBeMissing(issue: SchemaIssue): boolean {
  if (!codesOfMissing.has(text(issue, "code"))) return false;
  const received = text(issue, "received") || /, received (\w+)$/.exec(text(issue, "message"))?.[1];
  return received === undefined || receivedOfMissing.has(received);
}

// Of a missing value, zod says that it received nothing, or what z.coerce made of it.
const receivedOfMissing: ReadonlySet<string> = new Set(["undefined", "NaN", "nan", "Invalid Date"]);

const codesOfMissing: ReadonlySet<string> = new Set([
  "custom",
  "invalid_date",
  "invalid_enum_value",
  "invalid_literal",
  "invalid_type",
  "invalid_union",
  "invalid_union_discriminator",
  "invalid_value",
]);

function isIssue(issue: unknown): issue is SchemaIssue {
  return (
    typeof issue === "object" &&
    issue !== null &&
    text(issue, "code") !== "" &&
    readList(issue, "path") !== undefined
  );
}
