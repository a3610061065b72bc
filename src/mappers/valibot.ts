import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { valibotViolation } from "../validate/valibot-violation.ts";
import { toMapperOfValues } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { toValidatorError } from "./validator-error.ts";
import type { ValidatorIssue } from "./validator-issue.ts";

/**
 * Creates a mapper for the errors of valibot: a `ValiError`, another error with its `issues`, or the list of issues as
 * it is. It is a 400 if the validated object is a part of this request, or has the same wrong values in the same places,
 * or else a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [valibot()] }));
 */
export function valibot(): ErrorMapper {
  return toMapperOfValues("valibot", (found, context) => {
    const list = Array.isArray(found) ? found : tryReadMember(found, "issues");
    if (!Array.isArray(list) || list.length === 0 || !list.every(isIssue)) return undefined;
    const issues = list.slice(0, maximumIssues).map(toIssue);
    return toValidatorError({ validator: "valibot", issues, input: rootOf(list[0]) }, context);
  });
}

const maximumIssues = 1000;

/** Returns true for an issue, by the members that every issue of valibot has. */
function isIssue(issue: unknown): issue is SchemaIssue {
  return (
    typeof issue === "object" &&
    issue !== null &&
    kinds.has(text(issue, "kind")) &&
    text(issue, "type") !== "" &&
    typeof tryReadMember(issue, "received") === "string" &&
    typeof tryReadMember(issue, "message") === "string"
  );
}

const kinds: ReadonlySet<string> = new Set(["schema", "transformation", "validation"]);

function toIssue(issue: SchemaIssue): ValidatorIssue {
  // A text of a schema may quote the value.
  const { text: _text, ...violation } = valibotViolation(issue);
  return {
    path: pathOf(issue).map((item) => keyOf(tryReadMember(item, "key"))),
    violation,
    found: { value: tryReadMember(issue, "input") },
  };
}

/** Returns the object that was validated: each step of a path has the value that it starts from. */
function rootOf(issue: object | undefined): unknown {
  if (!issue) return undefined;
  const [first] = pathOf(issue);
  return tryReadMember(first ?? issue, "input");
}

function pathOf(issue: object): readonly object[] {
  const path = tryReadMember(issue, "path");
  return Array.isArray(path) ? path.filter((item) => typeof item === "object" && item) : [];
}

/** Returns a key of an object or a list; the key of a Map may be any value. */
function keyOf(key: unknown): PropertyKey {
  return typeof key === "string" || typeof key === "number" ? key : String(key);
}
