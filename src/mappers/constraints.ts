import type { ThrowOptions } from "../catalog/error-factory.ts";
import type { HttpError } from "../errors/http-error.ts";
import { describeReceived } from "../misuse/check-options.ts";

/**
 * What the client reads when one named constraint is violated.
 *
 * @example
 * const slugTaken: ConstraintMapping = { code: "title_taken", field: "title" };
 * const declared: ConstraintMapping = { error: errors.title_taken, field: "title" };
 */
export interface ConstraintMapping {
  /** The problem's code, `[a-z][a-z0-9_]{2,62}`. Default: `duplicate`, `reference_missing` or `still_referenced`. */
  readonly code?: string;
  /** The constant title that goes with the code. Default: that of the default code. */
  readonly title?: string;
  /** A sentence for the client. Default: that of the default code. */
  readonly detail?: string;
  /** The factory of a declared error without data, in place of `code`, `title` and `detail`. Default: none. */
  readonly error?: (options?: ThrowOptions) => HttpError;
  /** The body member at fault, named when the body has it. Default: the one called like the column. */
  readonly field?: string;
}

/** Checks the `constraints` option and gives it as a map, in which `constructor` is a name like any other. */
export function readConstraints(
  constraints: Readonly<Record<string, ConstraintMapping>>,
): ReadonlyMap<string, ConstraintMapping> {
  checkMembers("constraints", constraints);
  for (const [name, mapping] of Object.entries(constraints)) {
    const where = `constraints.${name}`;
    checkMembers(where, mapping);
    const { error, ...texts } = mapping;
    // A declared error brings its own words.
    checkMembers(where, texts, error ? ["field"] : ["code", "title", "detail", "field"]);
    if (error !== undefined && typeof error !== "function") {
      misuse(`${where}.error`, error, "a factory of defineErrors such as errors.title_taken");
    }
    for (const [key, value] of Object.entries(texts)) {
      if (value === undefined) continue;
      if (typeof value !== "string" || value === "") misuse(`${where}.${key}`, value, "a text");
      if (key === "code" && !/^[a-z][a-z0-9_]{2,62}$/.test(value)) {
        misuse(`${where}.code`, value, 'a code such as "title_taken" ([a-z][a-z0-9_]{2,62})');
      }
    }
  }
  return new Map(Object.entries(constraints));
}

/** Refuses what is not an object, or has a member that means nothing here. */
export function checkMembers(option: string, value: unknown, known?: readonly string[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    misuse(option, value, "an object");
  }
  const unknown = known && Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    misuse(option, `the unknown member ${unknown}`, `only ${known?.join(", ")}`);
  }
}

function misuse(option: string, got: unknown, write: string): never {
  throw new TypeError(`postgres: ${option} got ${describeReceived(got)}. Write ${write}.`);
}
