import type { Request } from "express";
import { builtIn } from "../errors/built-in.ts";
import type { FieldError } from "../errors/field-error.ts";
import { HttpError } from "../errors/http-error.ts";
import { statusEntry } from "../errors/status.ts";
import type { ReadMapping } from "./constraints.ts";
import type { ConflictKind, DatabaseFailure } from "./database-failure.ts";
import { contextOf } from "./failure-context.ts";
import { fieldOfColumn, findField } from "./find-field.ts";
import { locateInRequest } from "./locate-in-request.ts";

/** A violated constraint and what is known of its request. */
export interface Conflict {
  readonly failure: DatabaseFailure;
  readonly kind: ConflictKind;
  /** The error for the record. It must not quote the values of the request. */
  readonly cause: unknown;
  readonly request: Request;
  /** The response that the app wants when this constraint is violated. */
  readonly mapping: ReadMapping | undefined;
}

/**
 * Returns the 409 for a violated constraint, or the declared error of its mapping. Returns undefined where the server is
 * at fault: for a GET or HEAD, with which the client sent no values that it could correct, and for a primary key that
 * is in use though the request does not have its value, which a sequence that lags behind causes.
 */
export function toConflictError(conflict: Conflict): HttpError | undefined {
  const { failure, kind, cause, request, mapping } = conflict;
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  if (!mapping && isServersKey(failure, request)) return undefined;
  const pointers = pointersOf(conflict);
  const entry: KindEntry = kinds[kind];
  const detailOfField = mapping?.fieldDetail ?? entry.phrase;
  const errors = pointers.map((pointer): FieldError => {
    return { in: "body", pointer, code: kind, detail: detailOfField };
  });
  // A row is still referenced by other rows, so no field of the request is at fault unless the app names one.
  const isUnfound = mapping?.reference && pointers.length === 0 && kind !== "still_referenced";
  const options = {
    cause,
    context: contextOf(failure, isUnfound ? mapping.field : undefined),
    ...(errors.length > 0 && { errors }),
  };
  if (mapping?.error) return mapping.error(options, request);
  const { code = kind, title = entry.title, detail = entry.detail } = mapping ?? {};
  return new HttpError(409, detail, { code, title, ...options });
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

function isServersKey({ isPrimaryKey, isValue }: DatabaseFailure, request: Request): boolean {
  return isPrimaryKey === true && isValue !== undefined && !locateInRequest(request, isValue);
}

function pointersOf({ failure, kind, request, mapping }: Conflict): readonly string[] {
  const { columns = [], isValue = isUnknown } = failure;
  const none: readonly string[] = [];
  if (mapping?.reference) {
    return none.concat(findField(request.body, mapping.reference, isValue) ?? []);
  }
  if (kind === "still_referenced") return none;
  return columns.flatMap((column) => fieldOfColumn(request.body, column, isValue) ?? []);
}

const isUnknown = (): boolean => false;
