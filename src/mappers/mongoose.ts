import { isDeepStrictEqual } from "node:util";
import type { Request } from "express";
import type { FieldError } from "../errors/field-error.ts";
import type { HttpError } from "../errors/http-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { type ErrorMapper, nameMapper } from "../normalize/mapper.ts";
import type { DatabaseFailure } from "./database-failure.ts";
import { databaseMapper } from "./database-mapper.ts";
import type { DatabaseMapperOptions } from "./database-options.ts";
import { locateInRequest } from "./locate-in-request.ts";
import { readMongoFailure } from "./mongodb-failure.ts";
import { text, unwrapErrors } from "./unwrap-errors.ts";
import { toText } from "./walk-values.ts";

export type { ConstraintMapping } from "./constraints.ts";
export type { DatabaseMapperOptions } from "./database-options.ts";

/**
 * Creates a mapper for the errors of Mongoose and of the driver under it. An invalid document becomes a 400 if the
 * request has each value that is invalid, a missing document 404, a document that was changed in the meantime 409. No
 * text of Mongoose is sent to the client.
 *
 * @param options The response for each constraint, by the name of the unique index, such as `slug_1`.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [mongoose({ constraints: { slug_1: { field: "title" } } })] }));
 */
export function mongoose(options: DatabaseMapperOptions = {}): ErrorMapper {
  const mapDatabaseError = databaseMapper("mongoose", options, readMongooseFailure);

  return nameMapper("mongoose", (error, request) => {
    for (const found of unwrapErrors(error)) {
      const issues = issuesOf(found);
      if (issues) return toValidationError(issues, request);
    }
    return mapDatabaseError(error, request);
  });
}

function readMongooseFailure(found: object): DatabaseFailure | undefined {
  const name = text(found, "name");
  const message = text(found, "message");
  const isVersioned = typeof tryReadMember(found, "version") === "number";
  if (name === "VersionError" && isVersioned) return { kind: "stale", code: name };
  if (name === "DocumentNotFoundError" && tryReadMember(found, "filter") !== undefined)
    return { kind: "not_found", code: name, quotesValues: true };
  // The operation waited for a connection that did not come to be.
  if (name === "MongooseError" && /^Operation `[^`]*` buffering timed out after/.test(message))
    return { kind: "down", code: name };
  return readMongoFailure(found);
}

/** One invalid value of a document. */
interface Issue {
  readonly path: string;
  readonly kind: string;
  readonly value: unknown;
  /** True if the code of the validator failed, instead of the value. */
  readonly isBroken: boolean;
}

/** Returns the invalid values of a ValidationError or a CastError; undefined for any other error. */
function issuesOf(found: object): readonly Issue[] | undefined {
  if (isCastError(found)) return [toIssue(found)];
  const errors = tryReadMember(found, "errors");
  if (text(found, "name") !== "ValidationError" || !("_message" in found)) return undefined;
  if (typeof errors !== "object" || errors === null || Array.isArray(errors)) return undefined;
  return Object.values(errors).map((issue: unknown) =>
    toIssue(typeof issue === "object" && issue !== null ? issue : {}),
  );
}

function isCastError(found: object): boolean {
  return text(found, "name") === "CastError" && text(found, "valueType") !== "";
}

function toIssue(issue: object): Issue {
  const reason = tryReadMember(issue, "reason");
  return {
    path: text(issue, "path"),
    kind: isCastError(issue) ? "cast" : text(issue, "kind"),
    value: valueOf(issue),
    isBroken: !isCastError(issue) && reason !== undefined,
  };
}

/** Returns the invalid value; of a list, whose error has a text that describes the list, the item. */
function valueOf(issue: object): unknown {
  const reason = tryReadMember(issue, "reason");
  const isOfItem = typeof reason === "object" && reason !== null && isCastError(reason);
  return isOfItem ? valueOf(reason) : tryReadMember(issue, "value");
}

/** Returns undefined if the server may have made one of the values: then a correction by the client would not help. */
function toValidationError(issues: readonly Issue[], request: Request): HttpError | undefined {
  const fields = issues.map((issue) => toField(issue, request));
  const known = fields.filter((field) => field !== undefined);
  return known.length === fields.length && known.length > 0
    ? new ValidationError(known)
    : undefined;
}

function toField({ path, kind, value, isBroken }: Issue, request: Request): FieldError | undefined {
  if (isBroken) return undefined;
  const [code, detail] = kinds.get(kind) ?? ["invalid", "is not valid"];
  const names = path.split(".");
  const sent = valueAt(request.body, names);
  const submitted = toText(value);
  // A value that is missing in the document and in the body, but not in a body that lacks the whole document.
  const isMissing = kind === "required" && (sent === undefined || sent === null || sent === "");
  if (isSame(sent, value) || (isMissing && isObjectWithMembers(request.body)))
    return { in: "body", pointer: toPointer(names), code, detail };
  // Another name, or a parameter of the path: `findById(req.params.id)` says `_id`.
  const place =
    submitted === undefined
      ? undefined
      : locateInRequest(request, (candidate) => candidate === submitted);
  return place && { ...place, code, detail };
}

function isSame(sent: unknown, value: unknown): boolean {
  const submitted = toText(value);
  if (submitted !== undefined) return toText(sent) === submitted;
  // The lists of Mongoose are of a class of its own.
  const plain: unknown = Array.isArray(value) ? Array.from(value) : value;
  return sent !== undefined && isDeepStrictEqual(sent, plain);
}

function isObjectWithMembers(body: unknown): boolean {
  return typeof body === "object" && body !== null && Object.keys(body).length > 0;
}

function valueAt(body: unknown, names: readonly string[]): unknown {
  let at = body;
  for (const name of names) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = tryReadMember(at, name);
  }
  return at;
}

/** The codes and phrases by the kind of the validator. */
const kinds: ReadonlyMap<string, readonly [code: string, phrase: string]> = new Map([
  ["required", ["required", "is required"]],
  ["cast", ["wrong_type", "has the wrong type"]],
  ["minlength", ["too_short", "is too short"]],
  ["maxlength", ["too_long", "is too long"]],
  ["min", ["too_small", "is too small"]],
  ["max", ["too_large", "is too large"]],
  ["enum", ["not_one_of", "is not one of the allowed values"]],
]);
