import type { Request } from "express";
import type { ThrowOptions } from "../catalog/throw-options.ts";
import { isCode } from "../errors/check-error.ts";
import type { HttpError } from "../errors/http-error.ts";
import { checkOptions, isFunction, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { type FieldReference, readReference } from "./field-reference.ts";

/**
 * The response when a database constraint is violated.
 *
 * @example
 * const slugTaken: ConstraintMapping = { code: "title_taken", field: "title" };
 * const declared: ConstraintMapping = { error: errors.title_taken, field: "title" };
 * const withData: ConstraintMapping = {
 *   error: (options, req) => errors.title_taken({ title: req.body.title }, options),
 * };
 */
export interface ConstraintMapping {
  /** The problem's code, `[a-z][a-z0-9_]{2,62}`. Default: that of the kind, such as `duplicate` or `validation_failed`. */
  readonly code?: string;
  /** The title, the same for every problem with this code. Default: the title of the default code. */
  readonly title?: string;
  /** The detail, a sentence for the client. Default: the detail of the default code. */
  readonly detail?: string;
  /**
   * The factory of a catalog error, such as `errors.title_taken`, or a function that calls it with data of the request.
   * It replaces `code`, `title` and `detail`. The options have the cause, the context and the invalid fields; pass them
   * on. Default: none.
   */
  readonly error?: (options: ThrowOptions, request: Request) => HttpError;
  /**
   * The field of the body that `errors` points to: a name, which is found in nested objects too, or a JSON Pointer such
   * as `/user/email`. If the body does not have the field, the record says so in `context.fieldNotFound`. Default: the
   * member named like the column.
   */
  readonly field?: string;
  /** The phrase that follows the name of the field in `errors`. Default: the phrase of the kind, such as `is already in use`. */
  readonly fieldDetail?: string;
}

/** A mapping whose `field` was read. */
export interface ReadMapping extends ConstraintMapping {
  /** The field that `field` refers to. */
  readonly reference: FieldReference | undefined;
}

/** The mapping of each constraint, by the constraint's name. */
export type Constraints = ReadonlyMap<string, ReadMapping>;

/**
 * Checks the `constraints` option of a mapper and returns it as a map, so that a constraint may be named `constructor`.
 *
 * @param mapper The name of the mapper, for the message.
 * @param constraints The option.
 *
 * @throws {TypeError} If a mapping has an unknown or wrong member.
 */
export function readConstraints(
  mapper: string,
  constraints: Readonly<Record<string, ConstraintMapping>>,
): Constraints {
  const entries = Object.entries(constraints).map(([name, mapping]) => {
    checkMapping(`${mapper}: constraints.${name}`, mapping);
    // Without a prototype, so that no member is read from a polluted Object.prototype; the members are the same.
    const own = { __proto__: null, ...mapping } as ConstraintMapping;
    const reference = own.field === undefined ? undefined : readReference(own.field);
    return [name, { ...own, reference }] as const;
  });
  return new Map(entries);
}

function checkMapping(where: string, mapping: ConstraintMapping): void {
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

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const aString: OptionCheck = ["a string that is not empty", isText];

const mappingChecks: Readonly<Record<keyof ConstraintMapping, OptionCheck>> = {
  code: ['a code such as "title_taken" ([a-z][a-z0-9_]{2,62})', isCode],
  title: aString,
  detail: aString,
  error: ["a factory of defineErrors, such as errors.title_taken", isFunction],
  field: [
    'the name of a field such as "email", or a JSON Pointer such as "/user/email"',
    (value) => typeof value === "string" && readReference(value) !== undefined,
  ],
  fieldDetail: ['a phrase such as "is already in use"', isText],
};

/** The check of the option `constraints`. */
export const aConstraintMap: OptionCheck = [
  'an object of mappings by constraint name, such as { articles_slug_key: { field: "title" } }',
  isObject,
];
