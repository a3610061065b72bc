import type { Request } from "express";
import type { Violation } from "../messages/violation.ts";
import { readRequestValues, type RequestValue } from "./request-values.ts";
import { type ValidatorIssue, valueAt } from "./validator-issue.ts";

/**
 * Returns the only part of the request that shows every one of the issues: the wrong value is there, or the missing one
 * is missing. Returns undefined if no part does, or several do.
 */
export function findConsistentPart(
  request: Request,
  issues: readonly ValidatorIssue[],
): RequestValue | undefined {
  const evident = issues.filter((issue) => !isOfAnyObject(issue));
  const consistent = readRequestValues(request).filter((part) => {
    try {
      const shown = new Set(evident.map((issue) => show(part.value, issue)));
      if (shown.size === 0 || shown.has("nothing")) return false;
      return shown.has("wrong value") || isBodySent(part, request);
    } catch {
      // A getter threw.
      return false;
    }
  });
  return consistent.length === 1 ? consistent[0] : undefined;
}

/** Returns true for a rule of the whole object that any object may break, such as the query, which is always there. */
function isOfAnyObject({ path, violation, found }: ValidatorIssue): boolean {
  return path.length === 0 && !found && unprovable.has(violation.code);
}

const unprovable: ReadonlySet<Violation["code"]> = new Set<Violation["code"]>([
  "invalid",
  "no_variant_matched",
  "several_variants_matched",
]);

/**
 * Returns true for a body that the client sent. In the path, in the query and where there is no body, every name is
 * missing, whatever the server validated; and {} is what body-parser 1 leaves where there was no body.
 */
function isBodySent({ in: part, value }: RequestValue, { headers }: Request): boolean {
  if (part !== "body") return false;
  const length = headers["content-length"] ?? headers["transfer-encoding"] ?? "0";
  return Object.keys(value).length > 0 || length !== "0";
}

type Shown = "wrong value" | "missing value" | "nothing";

function show(root: object, { path, violation, found, canBeMissing }: ValidatorIssue): Shown {
  const value = valueAt(root, path);
  if (value === undefined) {
    const parent = valueAt(root, path.slice(0, -1));
    const isMissing = found ? found.value === undefined : canBeMissing;
    return isMissing && typeof parent === "object" && parent !== null ? "missing value" : "nothing";
  }
  const isWrong = found
    ? isSame(value, found.value)
    : violation.code !== "required" && breaks(value, violation);
  return isWrong ? "wrong value" : "nothing";
}

function isSame(value: unknown, found: unknown): boolean {
  if (typeof value === "object" && value !== null)
    return typeof found === "object" && found !== null;
  // A validator may have converted a text to a number.
  return Object.is(value, found) || (typeof value === "string" && value === String(found));
}

/** Returns false if a value obeys the rule; true where that cannot be said. */
function breaks(value: unknown, { code, params = {} }: Violation): boolean {
  const minimum = params["minimum"];
  const maximum = params["maximum"];
  switch (code) {
    case "wrong_type":
      return !String(params["type"])
        .split(" or ")
        .some((type) => hasType(value, type));
    case "not_one_of":
      return !(Array.isArray(params["values"]) && params["values"].includes(value));
    case "too_short":
      return typeof minimum !== "number" || isBelow(sizeOf(value).least, minimum, false);
    case "too_long":
      return typeof maximum !== "number" || isBelow(maximum, sizeOf(value).most, false);
    case "too_small":
      return typeof minimum !== "number" || isBelow(amount(value), minimum, params["exclusive"]);
    case "too_large":
      return typeof maximum !== "number" || isBelow(maximum, amount(value), params["exclusive"]);
    case "bad_format":
      return typeof value === "string";
    default:
      return true;
  }
}

function isBelow(one: number, other: number, orEqual: unknown): boolean {
  return one < other || (orEqual === true && one === other);
}

/** Returns the size of a value, as one of the libraries may count it; NaN if it has none. */
function sizeOf(value: unknown): { readonly least: number; readonly most: number } {
  // Ajv counts an emoji as one character, and zod as two. A schema may trim a text before its rule.
  if (typeof value === "string")
    return { least: value.trim().replaceAll(pairs, "x").length, most: value.length };
  if (typeof value !== "object" || value === null) return { least: Number.NaN, most: Number.NaN };
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  return { least: size, most: size };
}

// The two units of one character
const pairs = /[\ud800-\udbff][\udc00-\udfff]/g;

function amount(value: unknown): number {
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "number":
      // JSON can have 1e999, which is Infinity.
      return Number.isFinite(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "object":
    case "record":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
