import type { ThrowOptions } from "../catalog/error-factory.ts";
import { isCode } from "../errors/check-error.ts";
import type { HttpError } from "../errors/http-error.ts";
import {
  checkOptions,
  describeReceived,
  isFunction,
  isObject,
  type OptionCheck,
} from "../misuse/check-options.ts";

/**
 * The response when a database constraint is violated.
 *
 * @example
 * const slugTaken: ConstraintMapping = { code: "title_taken", field: "title" };
 * const declared: ConstraintMapping = { error: errors.title_taken, field: "title" };
 */
export interface ConstraintMapping {
  /** The problem's code, `[a-z][a-z0-9_]{2,62}`. Default: `duplicate`, `reference_missing` or `still_referenced`. */
  readonly code?: string;
  /** The title, the same for every problem with this code. Default: the title of the default code. */
  readonly title?: string;
  /** The detail, a sentence for the client. Default: the detail of the default code. */
  readonly detail?: string;
  /**
   * The factory of a catalog error without data, such as `errors.title_taken`. It replaces `code`, `title` and
   * `detail`. Default: none.
   */
  readonly error?: (options?: ThrowOptions) => HttpError;
  /** The member of the body that `errors` points to, if the body has it. Default: the member named like the column. */
  readonly field?: string;
}

/**
 * Checks the `constraints` option and returns it as a map, so that a constraint may be named `constructor`.
 *
 * @throws {TypeError} If a mapping has an unknown or wrong member.
 */
export function readConstraints(
  constraints: Readonly<Record<string, ConstraintMapping>>,
): ReadonlyMap<string, ConstraintMapping> {
  for (const [name, mapping] of Object.entries(constraints)) checkMapping(name, mapping);
  return new Map(Object.entries(constraints));
}

function checkMapping(name: string, mapping: ConstraintMapping): void {
  const where = `postgres: constraints.${name}`;
  if (!isObject(mapping)) {
    throw new TypeError(
      `${where} must be an object, got ${describeReceived(mapping)}. Write for example { field: "title" }.`,
    );
  }
  checkOptions(where, mapping, mappingChecks);
  const { error, code, title, detail } = mapping;
  if (error && (code ?? title ?? detail) !== undefined) {
    throw new TypeError(
      `${where}: error replaces code, title and detail. Write either error or those.`,
    );
  }
}

const aString: OptionCheck = [
  "a string that is not empty",
  (value) => typeof value === "string" && value !== "",
];

const mappingChecks: Readonly<Record<keyof ConstraintMapping, OptionCheck>> = {
  code: ['a code such as "title_taken" ([a-z][a-z0-9_]{2,62})', isCode],
  title: aString,
  detail: aString,
  error: ["a factory of defineErrors, such as errors.title_taken", isFunction],
  field: aString,
};

/** The check of the option `constraints`. */
export const aConstraintMap: OptionCheck = [
  'an object of mappings by constraint name, such as { articles_slug_key: { field: "title" } }',
  isObject,
];
