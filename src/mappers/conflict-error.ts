import type { Request } from "express";
import { builtIn } from "../errors/built-in.ts";
import type { FieldError } from "../errors/field-error.ts";
import { HttpError } from "../errors/http-error.ts";
import { statusEntry } from "../errors/status.ts";
import type { Constraints } from "./constraints.ts";
import { type FieldReference, fieldOfColumn, findField } from "./find-field.ts";

/** The kinds of conflicts, each named like its default code. */
export type ConflictKind = "duplicate" | "reference_missing" | "still_referenced" | "conflict";

/** A violated constraint of any database, as a mapper reads it from the driver's error. */
export interface Violation {
  readonly kind: ConflictKind;
  /** The name of the constraint; "" if the database does not tell it. */
  readonly constraint: string;
  /** The error for the record. It must not quote the values of the request. */
  readonly cause: unknown;
  /** The columns of the violated key, as far as they are known. */
  readonly columns: readonly string[];
  /** Returns true if a text is the value of the violated key. */
  readonly isValue: (text: string) => boolean;
}

interface KindEntry {
  readonly title: string;
  readonly detail?: string;
  /** The phrase that follows the name of a field. */
  readonly phrase: string;
}

const kinds: Readonly<Record<ConflictKind, KindEntry>> = {
  duplicate: { title: builtIn.duplicate.title, phrase: "is already in use" },
  reference_missing: { title: builtIn.reference_missing.title, phrase: "does not exist" },
  still_referenced: { title: builtIn.still_referenced.title, phrase: "is still referenced" },
  conflict: {
    title: statusEntry(409).title,
    detail: "The request conflicts with an existing entry.",
    phrase: "conflicts with an existing entry",
  },
};

/**
 * Returns the 409 for a violated constraint, or the declared error of its mapping. Returns undefined for a GET or HEAD:
 * the client sent no values with it, so it could not correct them, and the server is at fault.
 */
export function toConflictError(
  violation: Violation,
  request: Request,
  constraints: Constraints,
): HttpError | undefined {
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  const { kind, constraint, cause } = violation;
  const mapping = constraints.get(constraint);
  const pointers = pointersOf(violation, request.body, mapping?.reference);
  const entry: KindEntry = kinds[kind];
  const errors = pointers.map((pointer): FieldError => {
    return { in: "body", pointer, code: kind, detail: entry.phrase };
  });
  // A row is still referenced by other rows, so no field of the request is at fault unless the app names one.
  const isUnfound = mapping?.reference && pointers.length === 0 && kind !== "still_referenced";
  const options = {
    cause,
    ...(constraint !== "" && {
      context: { constraint, ...(isUnfound && { fieldNotFound: mapping.field }) },
    }),
    ...(errors.length > 0 && { errors }),
  };
  if (mapping?.error) return mapping.error(options);
  const { code = kind, title = entry.title, detail = entry.detail } = mapping ?? {};
  return new HttpError(409, detail, { code, title, ...options });
}

function pointersOf(
  { kind, columns, isValue }: Violation,
  body: unknown,
  reference: FieldReference | undefined,
): readonly string[] {
  const none: readonly string[] = [];
  if (reference) return none.concat(findField(body, reference, isValue) ?? []);
  if (kind === "still_referenced") return none;
  return columns.flatMap((column) => fieldOfColumn(body, column, isValue) ?? []);
}
