import type { Request } from "express";
import type { FieldError } from "../errors/field-error.ts";
import type { HttpError } from "../errors/http-error.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { ReadMapping } from "./constraints.ts";
import type { DatabaseFailure, ValueKind } from "./database-failure.ts";
import { contextOf } from "./failure-context.ts";
import { findField, refusedField } from "./find-field.ts";
import { locateAllInRequest, type RequestPlace } from "./locate-in-request.ts";
import { toText } from "./walk-values.ts";

/** A refused value and what is known of its request. */
export interface RefusedValue {
  readonly failure: DatabaseFailure;
  readonly kind: ValueKind;
  /** The error for the record. */
  readonly cause: unknown;
  readonly request: Request;
  /** The response that the app wants when this constraint is violated. */
  readonly mapping: ReadMapping | undefined;
}

/**
 * Returns the 400 for a value that the database refuses, or the declared error of its mapping. Returns undefined if the
 * request does not have the value and the app has no mapping for the constraint: the server may have made the value.
 */
export function toValueError(refused: RefusedValue): HttpError | undefined {
  const { failure, kind, cause, request, mapping } = refused;
  const place = placeOf(refused);
  if (!place && !mapping) return undefined;
  const field: FieldError = {
    in: "body",
    pointer: "#",
    ...place,
    code: fieldCodes[kind],
    detail: mapping?.fieldDetail ?? failure.phrase ?? phrases[kind],
  };
  const options = { cause, context: contextOf(failure, place ? undefined : mapping?.field) };
  if (mapping?.error)
    return mapping.error({ ...options, ...(place && { errors: [field] }) }, request);
  const { code, title, detail } = mapping ?? {};
  return new ValidationError([field], {
    ...options,
    ...(code !== undefined && { code }),
    ...(title !== undefined && { title }),
    ...(detail !== undefined && { message: detail }),
  });
}

const fieldCodes: Readonly<Record<ValueKind, string>> = {
  required: "required",
  check: "invalid",
  too_long: "too_long",
  out_of_range: "invalid",
  bad_format: "bad_format",
};

const phrases: Readonly<Record<ValueKind, string>> = {
  required: "is required",
  check: "is not allowed",
  too_long: "is too long",
  out_of_range: "is out of range",
  bad_format: "is not valid",
};

function placeOf({ failure, kind, request, mapping }: RefusedValue): RequestPlace | undefined {
  const { columns = [], isValue } = failure;
  if (mapping?.reference) {
    return inBody(findField(request.body, mapping.reference, isValue ?? (() => false)));
  }
  // A check may be about several columns, and the error does not tell which.
  if (kind === "check") return undefined;
  const isAtFault = (value: unknown): boolean => {
    if (kind === "required") return value === null;
    const text = toText(value);
    return text !== undefined && (isValue === undefined || isValue(text));
  };
  for (const column of columns) {
    const place = inBody(refusedField(request.body, column, isAtFault));
    if (place) return place;
  }
  if (kind === "required" || !isValue) return undefined;
  const places = locateAllInRequest(request, isValue);
  const [first] = places;
  // The database does not tell which of several values is too long, but it tells the value with a wrong format.
  if (!first || kind === "bad_format" || places.length === 1) return first;
  return places.every((place) => place.in === first.in)
    ? { in: first.in, pointer: "#" }
    : undefined;
}

function inBody(pointer: string | undefined): RequestPlace | undefined {
  return pointer === undefined ? undefined : { in: "body", pointer };
}
